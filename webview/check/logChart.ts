import { Chart, type ChartConfiguration, type Tick } from 'chart.js';
import { axisTitle, baseOptions, colorAxes } from '../chart/baseOptions.js';
import { html, setAttributes } from '../dom.js';
import { formatTick } from '../format.js';
import type { Theme } from '../theme.js';

export interface LogLine {
  readonly label: string;
  readonly color: 'positive' | 'negative' | 'muted';
  readonly dashed?: boolean;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

interface LogPoint {
  readonly x: number;
  readonly y: number;
}

/** Creates a chart with logarithmic axes. Values without a logarithm are left out. */
export function createLogChart(options: {
  readonly id: string;
  readonly title: string;
  readonly x: string;
  readonly y: string;
}): { readonly element: HTMLElement; draw(lines: readonly LogLine[], theme: Theme): void } {
  const canvas = html('canvas', { id: options.id, role: 'img' });
  const legend = html('ul', { class: 'legend' });
  const header = html('div', { class: 'section-header' }, html('h2', {}, options.title), legend);
  const frame = html('div', { class: 'chart-frame' }, canvas);
  const element = html('section', { class: 'chart', 'aria-label': options.title }, header, frame);
  const chart = new Chart(canvas, configOf(options.x, options.y));
  const draw = (lines: readonly LogLine[], theme: Theme): void => {
    chart.data.datasets = lines.map((line) => datasetOf(line, theme));
    colorAxes(chart, theme);
    chart.update('none');
    legend.replaceChildren(...lines.map(legendItem));
    const [first] = lines;
    setAttributes(canvas, {
      'aria-label': lines.map(spoken).join('; '),
      'data-points': pointsOf(first).length,
    });
  };
  return { element, draw };
}

function pointsOf({ xs, ys }: LogLine): LogPoint[] {
  return Array.from(xs, (x, i) => ({ x, y: ys[i] })).filter(({ y }) => y > 0 && Number.isFinite(y));
}

function legendItem({ label, color: name, dashed }: LogLine): HTMLElement {
  const swatch = html('span', {
    class: `swatch swatch-line ${name}${dashed ? ' dashed' : ''}`,
    'aria-hidden': 'true',
  });
  return html('li', {}, swatch, label);
}

function spoken(line: LogLine): string {
  const points = pointsOf(line);
  const [first, last] = [points.at(0), points.at(-1)];
  if (!first || !last) return line.label;
  const at = ({ x, y }: LogPoint): string => `${formatTick(x)}: ${y.toExponential(1)}`;
  return `${line.label} ${at(first)} … ${at(last)}`;
}

function datasetOf(
  line: LogLine,
  theme: Theme,
): ChartConfiguration<'line', LogPoint[]>['data']['datasets'][number] {
  return {
    data: pointsOf(line),
    borderColor: theme[line.color],
    borderWidth: line.dashed ? 1 : 1.5,
    borderDash: line.dashed ? [5, 3] : [],
    pointRadius: line.dashed ? 0 : 1.5,
    pointBackgroundColor: theme[line.color],
    pointBorderWidth: 0,
  };
}

function configOf(x: string, y: string): ChartConfiguration<'line', LogPoint[]> {
  const axis = (text: string, ticks: number) => ({
    type: 'logarithmic' as const,
    title: axisTitle(text),
    ticks: { maxRotation: 0, maxTicksLimit: ticks, autoSkipPadding: 16, callback: mostlyPowers },
  });
  return {
    type: 'line',
    data: { datasets: [] },
    options: { ...baseOptions, scales: { x: axis(x, 8), y: axis(y, 7) } },
  };
}

/** Labels only the powers of ten on an axis with many of them. A short axis has other labels as well. */
function mostlyPowers(value: string | number, _: number, ticks: readonly Tick[]): string | null {
  const isEnough = ticks.filter((tick) => isPower(tick.value)).length > 1;
  return isPower(Number(value)) || !isEnough ? formatTick(Number(value)) : null;
}

function isPower(value: number): boolean {
  const exponent = Math.log10(value);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9;
}
