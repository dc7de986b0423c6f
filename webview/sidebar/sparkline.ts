import * as l10n from '@vscode/l10n';
import { decimate, type Point } from '../decimate.js';
import { html, setAttributes, svg } from '../dom.js';
import { formatValue } from '../format.js';
import type { HistoryStore } from '../history.js';

const width = 240;
const height = 48;

/**
 * Creates a small chart of the loss; the exact numbers are in the panel. The axis is logarithmic where the losses allow
 * it, since most losses fall exponentially.
 */
export function createSparkline(): { readonly element: HTMLElement; update(history: HistoryStore): void } {
  const training = svg('path', { class: 'training' });
  const validation = svg('path', { class: 'validation' });
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img' },
    validation,
    training,
  );
  const element = html('div', { class: 'sparkline' });
  element.append(picture);
  const update = (history: HistoryStore): void => {
    const [loss, held] = [history.column('loss'), history.column('validationLoss')];
    const epochs = history.column('epoch');
    const lines = [loss, held].map((values) => decimate(epochs, values, width / 2));
    const [first, second] = paths(lines);
    setAttributes(training, { d: first });
    setAttributes(validation, { d: second });
    const last = history.last('loss');
    const label = Number.isNaN(last)
      ? l10n.t('Loss by epoch: no values yet')
      : l10n.t('Loss by epoch, now {0}', formatValue(last));
    setAttributes(picture, {
      'aria-label': label,
      'data-points': history.length,
      'data-last-loss': Number.isNaN(last) ? null : last,
    });
  };
  return { element, update };
}

/** Returns the SVG path data of lines with shared axes. */
export function paths(lines: readonly (readonly Point[])[]): string[] {
  const all = lines.flat();
  const logarithmic = all.every(({ y }) => y > 0);
  const heightOf = ({ y }: Point): number => (logarithmic ? Math.log(y) : y);
  const [left, right] = extent(all.map(({ x }) => x));
  const [low, high] = extent(all.map(heightOf));
  const across = (x: number): string => (((x - left) / (right - left || 1)) * width).toFixed(1);
  const down = (point: Point): string =>
    (2 + (1 - (heightOf(point) - low) / (high - low || 1)) * (height - 4)).toFixed(1);
  return lines.map((points) =>
    points.map((point, index) => `${index === 0 ? 'M' : 'L'}${across(point.x)},${down(point)}`).join(''),
  );
}

function extent(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
