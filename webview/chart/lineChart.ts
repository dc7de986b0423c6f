import { Chart, type ChartConfiguration } from 'chart.js';
import type { Point } from '../decimate.js';
import { formatTick } from '../format.js';
import type { Theme } from '../theme.js';
import { axisTitle, baseOptions, colourAxes } from './baseOptions.js';

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

/** It is handed few points and no history, and animates nothing. */
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
  return {
    type: 'line',
    data: { datasets: [] },
    options: {
      ...baseOptions,
      normalized: true,
      onResize: resized,
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
          // One width for all but the longest numbers, so that the drawing does not jump sideways.
          afterFit: (scale) => {
            scale.width = Math.max(64, Math.ceil(scale.width / 16) * 16);
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
  colourAxes(chart, theme);
  const { x, y } = chart.options.scales!;
  x!.max = data.xMax;
  Object.assign(y!, {
    type: data.logarithmic ? 'logarithmic' : 'linear',
    min: data.yRange?.min,
    max: data.yRange?.max,
  });
}
