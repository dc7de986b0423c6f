import { Chart, type ChartConfiguration } from 'chart.js';
import type { Point } from '../decimate.js';
import { formatTick } from '../format.js';
import type { Theme } from '../theme.js';
import { axisTitle, baseOptions, colorAxes } from './baseOptions.js';

export interface LineSpec {
  readonly points: Point[];
  readonly color: string;
  /** The lengths of dashes and gaps in px; absent for a solid line. */
  readonly dash?: readonly number[];
}

export interface ChartData {
  readonly lines: readonly LineSpec[];
  /** The point that is marked with a ring. */
  readonly marked: (Point & { readonly color: string }) | null;
  readonly xMax: number;
  readonly logarithmic: boolean;
  /** The fixed ends of the y axis, if it has any. */
  readonly yRange?: { readonly min: number; readonly max: number };
}

export interface LineChart {
  /** Sets the listener that is called when the scales have been computed, for new data or another size. */
  onLayout(listener: () => void): void;
  draw(data: ChartData, theme: Theme): void;
  /** Converts an x value to a horizontal pixel, in CSS px from the canvas's left; `valueOf` does the reverse. */
  pixelOf(x: number): number;
  valueAt(pixel: number): number;
  /** The drawing's area in CSS px of the canvas. */
  area(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

type Config = ChartConfiguration<'line', Point[]>;

/** Creates a line chart of a few points. It does not store a history and does not animate. */
export function createLineChart(
  canvas: HTMLCanvasElement,
  titles: { readonly x: string; readonly y: string },
  formatY: (value: number) => string = formatTick,
): LineChart {
  let laidOut = (): void => undefined;
  const chart = new Chart(
    canvas,
    initialConfig(titles, formatY, () => laidOut()),
  );
  return {
    onLayout: (listener) => {
      laidOut = listener;
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
  laidOut: () => void,
): Config {
  return {
    type: 'line',
    data: { datasets: [] },
    plugins: [{ id: 'layout', afterLayout: laidOut }],
    options: {
      ...baseOptions,
      normalized: true,
      scales: {
        x: {
          type: 'linear',
          min: 0,
          max: 1,
          title: axisTitle(titles.x),
          ticks: {
            maxRotation: 0,
            autoSkipPadding: 24,
            precision: 0,
            callback: (value) => formatTick(Number(value)),
          },
        },
        y: {
          type: 'linear',
          title: axisTitle(titles.y),
          // The axis has one width for all but the longest numbers, so that the drawing does not jump sideways.
          afterFit: (scale) => {
            scale.width = Math.max(64, Math.ceil(scale.width / 16) * 16);
          },
          ticks: { maxTicksLimit: 7, callback: (value) => formatY(Number(value)) },
        },
      },
    },
  };
}

function lineDataset({ points, color, dash }: LineSpec): Config['data']['datasets'][number] {
  return {
    data: points,
    borderColor: color,
    borderWidth: 1.5,
    borderDash: [...(dash ?? [])],
    borderJoinStyle: 'round',
    // A single epoch has no line yet, so its point is drawn.
    pointRadius: points.length === 1 ? 2 : 0,
    pointBackgroundColor: color,
    pointBorderWidth: 0,
  };
}

function markDataset({
  x,
  y,
  color,
}: Point & { readonly color: string }): Config['data']['datasets'][number] {
  return {
    data: [{ x, y }],
    borderColor: color,
    pointBackgroundColor: 'transparent',
    pointBorderWidth: 2,
    pointRadius: 5,
    clip: false,
  };
}

function applyScales(chart: Chart<'line', Point[]>, data: ChartData, theme: Theme): void {
  colorAxes(chart, theme);
  const { x, y } = chart.options.scales!;
  x!.max = data.xMax;
  Object.assign(y!, {
    type: data.logarithmic ? 'logarithmic' : 'linear',
    min: data.yRange?.min,
    max: data.yRange?.max,
  });
}
