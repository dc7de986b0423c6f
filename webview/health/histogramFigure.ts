import * as l10n from '@vscode/l10n';
import type { Histogram } from '../../src/protocol.js';
import { html, setAttributes, setText, show, svg } from '../dom.js';
import { formatCount, formatValue } from '../format.js';

const height = 56;

export interface HistogramFigure {
  readonly element: HTMLElement;
  /** Draws a histogram; null: there are no such values. */
  draw(histogram: Histogram | null): void;
}

/** Creates a histogram with its name, the ends of its range and, inside it, a line at 0. */
export function createHistogramFigure(name: string): HistogramFigure {
  const bars = svg('path', { class: 'histogram-bars' });
  const zero = svg('line', { class: 'histogram-zero', y1: 0, y2: height });
  const picture = svg('svg', { role: 'img', preserveAspectRatio: 'none' }, bars, zero);
  const [low, high] = [html('span', {}), html('span', {})];
  const notFinite = html('p', { class: 'muted' });
  const ends = html('div', { class: 'histogram-ends number', 'aria-hidden': 'true' }, low, high);
  const element = html('figure', { class: 'histogram' }, html('figcaption', {}, name), picture, ends, notFinite); // prettier-ignore
  const draw: HistogramFigure['draw'] = (histogram) => {
    const count = histogram?.counts.length ?? 1;
    setAttributes(picture, { viewBox: `0 0 ${count} ${height}`, 'aria-label': describe(name, histogram) });
    setAttributes(bars, { d: histogram ? pathOf(histogram) : '' });
    const { min = 0, max = 0 } = histogram ?? {};
    const at = (count * -min) / (max - min || 1);
    setAttributes(zero, { x1: at, x2: at, visibility: min < 0 && max > 0 ? null : 'hidden' });
    setText(low, histogram ? formatValue(min, 3) : '–');
    setText(high, histogram && max > min ? formatValue(max, 3) : '');
    setText(notFinite, histogram ? notFiniteText(histogram) : '');
    show(notFinite, Boolean(histogram?.notFinite));
  };
  draw(null);
  return { element, draw };
}

function pathOf({ counts }: Histogram): string {
  const most = counts.reduce((max, count) => Math.max(max, count), 1);
  // A bin with few values is still to be seen.
  const of = (count: number): number => (count > 0 ? Math.max(1, (count / most) * height) : 0);
  return Array.from(counts, (count, bin) => `M${bin},${height}v${(-of(count)).toFixed(2)}h1v${of(count).toFixed(2)}z`).join(''); // prettier-ignore
}

const notFiniteText = ({ notFinite }: Histogram): string => l10n.t('Not finite: {0}', formatCount(notFinite));

function describe(name: string, histogram: Histogram | null): string {
  if (!histogram) return l10n.t('{0}: not computed', name);
  const { min, max, counts } = histogram;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const all =
    min === max
      ? l10n.t('{0}: {1} values, all of them {2}', name, formatCount(total), formatValue(min, 3))
      : ranges(name, total, histogram);
  return histogram.notFinite > 0 ? `${all}. ${notFiniteText(histogram)}` : all;
}

function ranges(name: string, total: number, { min, max, counts }: Histogram): string {
  const fullest = counts.reduce((best, count, bin) => (count > counts[best] ? bin : best), 0);
  const edge = (bin: number): string => formatValue(min + (bin / counts.length) * (max - min), 3);
  return l10n.t(
    '{0}: {1} values from {2} to {3}, most often between {4} and {5}',
    name, formatCount(total), formatValue(min, 3), formatValue(max, 3), edge(fullest), edge(fullest + 1),
  ); // prettier-ignore
}
