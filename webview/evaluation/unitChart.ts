import { Chart, type ChartConfiguration } from 'chart.js';
import { createCard } from '../card.js';
import { axisTitle, baseOptions, colorAxes } from '../chart/baseOptions.js';
import { indexOnKey } from '../chart/indexOnKey.js';
import type { Point } from '../decimate.js';
import { html, setAttributes, setText } from '../dom.js';
import { formatTick } from '../format.js';
import type { Theme } from '../theme.js';

/** A point of a curve, with what its card says. */
export interface ReadablePoint extends Point {
  readonly rows: readonly (readonly [label: string, value: string])[];
}

export interface UnitCurve {
  readonly points: readonly ReadablePoint[];
  /** The dashed line that the curve is compared with. */
  readonly reference: readonly Point[];
  /** Whether the points are few enough to be marked. */
  readonly isMarked: boolean;
  /** The figure beside the title. */
  readonly figure: string;
}

export interface UnitChart {
  readonly element: HTMLElement;
  draw(curve: UnitCurve, theme: Theme): void;
}

type Config = ChartConfiguration<'line', Point[]>;

/**
 * Creates a small chart whose axes both go from 0 to 1. Its points are read with the pointer or the arrow keys; to a
 * screen reader it is a slider over them.
 */
export function createUnitChart(options: {
  readonly id: string;
  readonly title: string;
  readonly x: string;
  readonly y: string;
}): UnitChart {
  const canvas = html('canvas', { id: options.id, 'aria-hidden': 'true' });
  const card = createCard();
  const frame = html(
    'div',
    { class: 'unit-frame', tabindex: 0, role: 'slider', 'aria-label': options.title, 'aria-valuemin': 0 },
    canvas,
    card.element,
  );
  const figure = html('span', { class: 'muted' });
  const element = html('div', { class: 'unit-chart' }, html('h3', {}, options.title, ' ', figure), frame);
  const chart = new Chart(canvas, configOf(options));
  let curve: UnitCurve | null = null;
  let index = -1;
  const read = (to: number): void => {
    const point = to < 0 ? undefined : curve?.points.at(to);
    index = point ? to : -1;
    setAttributes(frame, {
      'aria-valuenow': Math.max(0, index),
      'aria-valuetext': point
        ? point.rows.map(([label, value]) => `${label} ${value}`).join(', ')
        : (curve?.figure ?? ''),
    });
    if (!point) return card.hide();
    const [left, top] = [chart.scales.x.getPixelForValue(point.x), chart.scales.y.getPixelForValue(point.y)];
    card.show({ title: options.title, rows: point.rows, more: null }, left, top, {
      width: frame.clientWidth,
      height: frame.clientHeight,
    });
  };
  listen(frame, {
    count: () => curve?.points.length ?? 0,
    index: () => index,
    nearest: (left, top) => nearestTo(curve?.points ?? [], chart, left, top),
    read,
  });
  const draw: UnitChart['draw'] = (next, theme) => {
    curve = next;
    chart.data.datasets = [
      lineOf(next.points, theme.positive, next.isMarked ? 3 : 0),
      { ...lineOf(next.reference, theme.muted, 0), borderDash: [5, 4], borderWidth: 1 },
    ];
    colorAxes(chart, theme);
    chart.update('none');
    setText(figure, next.figure);
    setAttributes(canvas, { 'data-points': next.points.length });
    setAttributes(frame, { 'aria-valuemax': Math.max(0, next.points.length - 1) });
    read(-1);
  };
  return { element, draw };
}

/** Reads points with the pointer, and with the keys of a slider. */
function listen(
  frame: HTMLElement,
  reader: {
    count(): number;
    index(): number;
    nearest(left: number, top: number): number;
    read(index: number): void;
  },
): void {
  frame.addEventListener('pointermove', ({ clientX, clientY }) => {
    const { left, top } = frame.getBoundingClientRect();
    reader.read(reader.nearest(clientX - left, clientY - top));
  });
  for (const name of ['pointerleave', 'blur'] as const) frame.addEventListener(name, () => reader.read(-1));
  frame.addEventListener('keydown', (event) => {
    const to = event.key === 'Escape' ? -1 : indexOnKey(event.key, reader.index(), reader.count());
    if (to === null) return;
    event.preventDefault();
    reader.read(to);
  });
}

function nearestTo(
  points: readonly Point[],
  chart: Chart<'line', Point[]>,
  left: number,
  top: number,
): number {
  const { x, y } = chart.scales;
  let [nearest, least] = [-1, Infinity];
  for (const [index, point] of points.entries()) {
    const distance = Math.hypot(x.getPixelForValue(point.x) - left, y.getPixelForValue(point.y) - top);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

function lineOf(
  points: readonly Point[],
  color: string,
  pointRadius: number,
): Config['data']['datasets'][number] {
  return {
    data: points.map(({ x, y }) => ({ x, y })),
    borderColor: color,
    borderWidth: 1.5,
    pointRadius,
    pointBackgroundColor: color,
    pointBorderWidth: 0,
    clip: false,
  };
}

function configOf({ x, y }: { readonly x: string; readonly y: string }): Config {
  const axis = (text: string) => ({
    type: 'linear' as const,
    min: 0,
    max: 1,
    title: axisTitle(text),
    ticks: {
      stepSize: 0.25,
      maxRotation: 0,
      autoSkipPadding: 8,
      callback: (value: string | number) => formatTick(Number(value)),
    },
  });
  return {
    type: 'line',
    data: { datasets: [] },
    options: { ...baseOptions, scales: { x: axis(x), y: axis(y) } },
  };
}
