import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartConfiguration,
} from 'chart.js';
import type { Point } from '../decimate.js';
import { formatTick } from '../format.js';
import type { Theme } from '../theme.js';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

export interface LineSpec {
  readonly points: Point[];
  readonly colour: string;
  readonly dashed?: boolean;
}

export interface ChartData {
  readonly lines: readonly LineSpec[];
  /** A point with a ring around it. */
  readonly marked: (Point & { readonly colour: string }) | null;
  readonly xMax: number;
  readonly logarithmic: boolean;
  /** Fixed ends of the y axis, where it has any. */
  readonly yRange?: { readonly min: number; readonly max: number };
}

export interface LineChart {
  onResize(listener: () => void): void;
  draw(data: ChartData, theme: Theme): void;
  /** Horizontal pixel of an x value and back, in CSS px from the canvas's left. */
  pixelOf(x: number): number;
  valueAt(pixel: number): number;
  /** The drawing's area in CSS px of the canvas. */
  area(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

type Config = ChartConfiguration<'line', Point[]>;

/** The one place that knows chart.js: it is handed few points and no history, and animates nothing. */
export function createLineChart(
  canvas: HTMLCanvasElement,
  titles: { readonly x: string; readonly y: string },
  formatY: (value: number) => string = formatTick,
): LineChart {
  let resized = (): void => undefined;
  const chart = new Chart(
    canvas,
    initialConfig(titles, formatY, () => resized()),
  );
  return {
    onResize: (listener) => {
      resized = listener;
    },
    draw: (data, theme) => {
      chart.data.datasets = [
        ...data.lines.map(lineDataset),
        ...(data.marked ? [markDataset(data.marked)] : []),
      ];
      applyScales(chart, data, theme);
      chart.update('none');
    },
    pixelOf: (x) => chart.scales.x.getPixelForValue(x),
    valueAt: (pixel) => chart.scales.x.getValueForPixel(pixel) ?? 0,
    area: () => chart.chartArea,
  };
}

function initialConfig(
  titles: { readonly x: string; readonly y: string },
  formatY: (value: number) => string,
  resized: () => void,
): Config {
  const title = (text: string): object => ({ display: true, text, padding: 2 });
  return {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      events: [],
      onResize: resized,
      layout: { padding: { top: 6, right: 8 } },
      scales: {
        x: {
          type: 'linear',
          min: 0,
          max: 1,
          title: title(titles.x),
          ticks: {
            maxRotation: 0,
            autoSkipPadding: 24,
            precision: 0,
            callback: (value) => formatTick(Number(value)),
          },
        },
        y: {
          type: 'linear',
          title: title(titles.y),
          // One width whatever the numbers are, so that the drawing does not jump sideways.
          afterFit: (scale) => {
            scale.width = 64;
          },
          ticks: { maxTicksLimit: 7, callback: (value) => formatY(Number(value)) },
        },
      },
    },
  };
}

function lineDataset({ points, colour, dashed }: LineSpec): Config['data']['datasets'][number] {
  return {
    data: points,
    borderColor: colour,
    borderWidth: 1.5,
    borderDash: dashed ? [5, 3] : [],
    borderJoinStyle: 'round',
    // A single epoch is no line yet.
    pointRadius: points.length === 1 ? 2 : 0,
    pointBackgroundColor: colour,
    pointBorderWidth: 0,
  };
}

function markDataset({
  x,
  y,
  colour,
}: Point & { readonly colour: string }): Config['data']['datasets'][number] {
  return {
    data: [{ x, y }],
    borderColor: colour,
    pointBackgroundColor: 'transparent',
    pointBorderWidth: 2,
    pointRadius: 5,
    clip: false,
  };
}

function applyScales(chart: Chart<'line', Point[]>, data: ChartData, theme: Theme): void {
  const { x, y } = chart.options.scales!;
  for (const scale of [x!, y!]) {
    scale.grid = { color: theme.grid, tickColor: theme.grid };
    scale.border = { color: theme.grid };
    const font = { family: theme.fontFamily, size: 11 };
    Object.assign(scale.ticks!, { color: theme.muted, font });
    Object.assign((scale as { title: object }).title, { color: theme.muted, font });
  }
  x!.max = data.xMax;
  Object.assign(y!, {
    type: data.logarithmic ? 'logarithmic' : 'linear',
    min: data.yRange?.min,
    max: data.yRange?.max,
  });
}
