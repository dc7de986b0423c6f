import * as l10n from '@vscode/l10n';
import type { HistoryColumn } from '../../src/protocol.js';
import { decimate, niceCeiling } from '../decimate.js';
import { html, setAttributes, setText } from '../dom.js';
import { formatCount } from '../format.js';
import { indexOfNearest, type HistoryStore } from '../history.js';
import type { Theme } from '../theme.js';
import { createCrosshair } from './crosshair.js';
import { createLineChart, type ChartData, type LineChart, type LineSpec } from './lineChart.js';
import type { EpochCursor } from '../timeline/epochCursor.js';

export interface Series {
  readonly column: HistoryColumn;
  readonly label: string;
  readonly color: 'positive' | 'negative';
}

export interface MetricChartOptions {
  /** The canvas's id. Its data attributes describe what is drawn. */
  readonly id: string;
  readonly title: string;
  readonly xTitle: string;
  /** Formats the numbers on the axis. */
  readonly formatTick?: (value: number) => string;
  readonly formatValue: (value: number) => string;
  /** Returns the series and the index of the epoch to mark; null for none. */
  readonly best?: (history: HistoryStore) => { readonly series: Series; readonly index: number } | null;
  /** The fixed ends of the axis, if it has any. */
  readonly yRange?: { readonly min: number; readonly max: number };
  readonly controls?: HTMLElement;
}

export interface DrawOptions {
  /** The chart's series that this run has. */
  readonly series: readonly Series[];
  /** The number of planned epochs, which bounds the axis. */
  readonly epochs: number;
  readonly theme: Theme;
  readonly logarithmic: boolean;
  /** The text that is shown while there is nothing to draw. */
  readonly empty: string;
}

/** The horizontal scale of a chart, in CSS px from its left. */
export interface TimeScale extends Pick<LineChart, 'pixelOf' | 'valueAt' | 'area'> {
  /** Calls the listener whenever the scale has been computed. */
  onLayout(listener: () => void): void;
}

export interface MetricChart {
  readonly element: HTMLElement;
  /** The box of the canvas, which the scale refers to. */
  readonly frame: HTMLElement;
  readonly scale: TimeScale;
  draw(history: HistoryStore, how: DrawOptions): void;
}

export function createMetricChart(options: MetricChartOptions, cursor: EpochCursor): MetricChart {
  const canvas = html('canvas', { id: options.id, 'aria-hidden': 'true' });
  const empty = html('p', { class: 'empty' });
  const frame = html('div', { class: 'chart-frame' }, canvas, empty);
  const legend = html('ul', { class: 'legend' });
  const heading = html('h2', {}, options.title);
  const header = html('div', { class: 'section-header' }, heading, legend, options.controls ?? null);
  const element = html('section', { class: 'chart', 'aria-label': options.title }, header, frame);

  let history: HistoryStore | null = null;
  let shown: readonly Series[] = [];
  const columnOf = (name: HistoryColumn): Float64Array => history?.column(name) ?? new Float64Array();
  const rows = (index: number): [Series, string][] =>
    shown.map((series) => [series, options.formatValue(columnOf(series.column)[index])]);
  const epochTitle = (index: number): string => `${options.xTitle} ${formatCount(columnOf('epoch')[index])}`;
  const chart = createLineChart(canvas, { x: options.xTitle, y: options.title }, options.formatTick);
  const crosshair = createCrosshair(frame, chart, cursor, {
    label: options.title,
    length: () => columnOf('epoch').length,
    epochAt: (index) => columnOf('epoch')[index],
    indexNear: (epoch) => indexOfNearest(columnOf('epoch'), epoch),
    card: (index) => cardRows(epochTitle(index), rows(index)),
    text: (index) =>
      [epochTitle(index), ...rows(index).map(([{ label }, value]) => `${label} ${value}`)].join(', '),
  });

  const listeners: (() => void)[] = [() => crosshair.update()];
  chart.onLayout(() => listeners.forEach((listener) => listener()));
  const draw: MetricChart['draw'] = (next, how) => {
    history = next;
    shown = how.series;
    const best = options.best?.(next) ?? null;
    const data = chartData(options, next, { ...how, best, width: frame.clientWidth });
    chart.draw(data, how.theme);
    const bestText = best && l10n.t('Best: {0}', epochTitle(best.index).toLowerCase());
    drawLegend(legend, shown, options.best ? [best?.series ?? shown[0], bestText] : null);
    setText(empty, next.length === 0 ? how.empty : '');
    describe(canvas, data, next, shown);
    crosshair.update();
  };
  const onLayout: TimeScale['onLayout'] = (listener) => listeners.push(listener);
  return { element, frame, draw, scale: { ...chart, onLayout } };
}

interface Drawing extends DrawOptions {
  readonly best: { readonly series: Series; readonly index: number } | null;
  readonly width: number;
}

function chartData(
  { yRange }: MetricChartOptions,
  history: HistoryStore,
  { series, epochs, theme, logarithmic, best, width }: Drawing,
): ChartData {
  const xs = history.column('epoch');
  const line = ({ column, color }: Series): LineSpec => ({
    points: decimate(xs, history.column(column), width, (y) => !logarithmic || y > 0),
    color: theme[color],
  });
  const markedY = best ? history.column(best.series.column)[best.index] : 0;
  const marked = best && (!logarithmic || markedY > 0);
  return {
    lines: series.map(line),
    marked: marked ? { x: xs[best.index], y: markedY, color: theme[best.series.color] } : null,
    xMax: Math.max(
      1,
      Math.min(epochs || Infinity, niceCeiling(history.last('epoch'))),
      history.last('epoch') || 0,
    ),
    logarithmic,
    yRange,
  };
}

/** Writes a description of the drawing for tests and the page's inspector. */
function describe(
  canvas: HTMLElement,
  data: ChartData,
  history: HistoryStore,
  series: readonly Series[],
): void {
  const [first, second] = series;
  setAttributes(canvas, {
    'data-points': history.length,
    'data-drawn': data.lines.reduce((sum, { points }) => sum + points.length, 0),
    'data-last-epoch': history.length ? history.last('epoch') : null,
    'data-last': history.length ? history.last(first.column) : null,
    'data-last-validation': series.length > 1 && history.length ? history.last(second.column) : null,
    'data-marked-epoch': data.marked?.x ?? null,
    'data-scale': data.logarithmic ? 'logarithmic' : 'linear',
  });
}

function swatch(color: Series['color'], kind: 'line' | 'ring' = 'line'): HTMLElement {
  return html('span', { class: `swatch swatch-${kind} ${color}`, 'aria-hidden': 'true' });
}

/** Draws the legend. Space for the best epoch is reserved, so that nothing moves when it appears. */
function drawLegend(
  legend: HTMLElement,
  series: readonly Series[],
  best: readonly [Series, string | null] | null,
): void {
  const key = [...series.map(({ label }) => label), best?.[0].color].join('|');
  if (legend.dataset.key !== key) {
    legend.dataset.key = key;
    const items = series.map(({ color, label }) => html('li', {}, swatch(color), label));
    const mark = best && html('li', { class: 'best' }, swatch(best[0].color, 'ring'), html('span', {}));
    legend.replaceChildren(...items, ...(mark ? [mark] : []));
  }
  const item = legend.querySelector('.best');
  if (!item || !best) return;
  item.classList.toggle('unknown', best[1] === null);
  setText(item.children[1], best[1] ?? '');
}

function cardRows(title: string, rows: readonly [Series, string][]): Node[] {
  const values = rows.map(([{ color, label }, value]) =>
    html('div', {}, swatch(color), html('span', {}, label), html('span', { class: 'number' }, value)),
  );
  return [html('strong', {}, title), ...values];
}
