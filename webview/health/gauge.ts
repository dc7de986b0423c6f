import type { Instruments } from '../../src/protocol.js';
import { html, setAttributes, setText, svg } from '../dom.js';
import { indexOfNearest } from '../history.js';
import type { EpochCursor } from '../timeline/epochCursor.js';
import type { Quantity } from './quantities.js';

const width = 200;
const height = 36;
const margin = 2;

export interface Gauge {
  readonly element: HTMLElement;
  /** Draws all measurements, with the value at an index; −1 where there are none. */
  draw(measurements: readonly Instruments[], index: number): void;
}

/**
 * Creates a quantity's label, its value and a small chart over the epochs. Pointing at the chart marks that epoch in all
 * charts, and a click views it. By keyboard the epoch is chosen on the timeline.
 */
export function createGauge(quantity: Quantity, cursor: EpochCursor): Gauge {
  const value = html('dd', { class: 'number' });
  const band = svg('path', { class: 'gauge-band' });
  const limit = svg('line', { class: 'gauge-limit', x1: 0, x2: width });
  const line = svg('path', { class: 'gauge-line' });
  const mark = svg('line', { class: 'gauge-mark', y1: 0, y2: height });
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    band, limit, line, mark,
  ); // prettier-ignore
  const term = html('dt', {}, quantity.label);
  const element = html('div', { class: 'gauge', title: quantity.title }, term, value);
  element.append(picture);
  let shown: readonly Instruments[] = [];
  const nearest = (event: PointerEvent | MouseEvent): number | null => {
    const { left, width: wide } = picture.getBoundingClientRect();
    const epochs = Float64Array.from(shown, ({ epoch }) => epoch);
    const [first, last] = [epochs.at(0) ?? 0, epochs.at(-1) ?? 0];
    const index = indexOfNearest(epochs, first + ((event.clientX - left) / wide) * (last - first));
    return index < 0 ? null : epochs[index];
  };
  picture.addEventListener('pointermove', (event) => cursor.hover(nearest(event)));
  picture.addEventListener('pointerleave', () => cursor.hover(null));
  picture.addEventListener('click', (event) => {
    const epoch = nearest(event);
    cursor.view(epoch === shown.at(-1)?.epoch ? null : epoch);
  });
  const draw: Gauge['draw'] = (measurements, index) => {
    const at = measurements.at(index);
    setText(value, at && index >= 0 ? quantity.text(at) : '–');
    if (measurements !== shown) {
      shown = measurements;
      const curve = curveOf(quantity, measurements);
      setAttributes(line, { d: curve.line });
      setAttributes(band, { d: curve.band });
      setAttributes(limit, { y1: curve.limit, y2: curve.limit, visibility: curve.limit === null ? 'hidden' : null });
    }
    const x = at && index >= 0 ? acrossOf(measurements)(at.epoch) : 0;
    setAttributes(mark, { x1: x, x2: x, visibility: cursor.marked === null || index < 0 ? 'hidden' : null });
  }; // prettier-ignore
  return { element, draw };
}

function acrossOf(measurements: readonly Instruments[]): (epoch: number) => number {
  const [first, last] = [measurements.at(0)?.epoch ?? 0, measurements.at(-1)?.epoch ?? 0];
  return (epoch) => ((epoch - first) / (last - first || 1)) * width;
}

interface Curve {
  readonly line: string;
  readonly band: string;
  /** The height of the limit; null where there is none. */
  readonly limit: number | null;
}

function curveOf(quantity: Quantity, measurements: readonly Instruments[]): Curve {
  const across = acrossOf(measurements);
  const logarithmic = quantity.scale === 'logarithmic';
  const points = measurements.flatMap((measured) => {
    const value = quantity.value(measured);
    if (value === null || !Number.isFinite(value) || (logarithmic && value <= 0)) return [];
    return [{ x: across(measured.epoch), value, spread: quantity.spread?.(measured) ?? 0 }];
  });
  const onScale = (value: number): number => (logarithmic ? Math.log10(value) : value);
  const ends = points.flatMap(({ value, spread }) => [onScale(value - spread), onScale(value + spread)]);
  const [low, high] = rangeOf(quantity, ends);
  const down = (value: number): number =>
    margin + (1 - (onScale(value) - low) / (high - low || 1)) * (height - 2 * margin);
  const path = (of: readonly (readonly [number, number])[]): string =>
    of.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`).join('');
  const upper = points.map(({ x, value, spread }) => [x, down(value + spread)] as const);
  const lower = points.map(({ x, value, spread }) => [x, down(value - spread)] as const);
  return {
    line: path(points.map(({ x, value }) => [x, down(value)])),
    band: quantity.spread ? `${path([...upper, ...lower.reverse()])}Z` : '',
    limit: quantity.limit === undefined ? null : down(quantity.limit),
  };
}

/** Returns the ends of a scale. A share has fixed ones, and a limit is always in view. */
function rangeOf({ scale, limit }: Quantity, ends: readonly number[]): readonly [number, number] {
  if (scale === 'share') return [0, 1];
  const all = limit === undefined ? ends : [...ends, scale === 'logarithmic' ? Math.log10(limit) : limit];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  // A quantity that hardly changes is a level line in the middle.
  const least = scale === 'logarithmic' ? 0.1 : 1e-3 * Math.abs(high);
  const missing = Math.max(0, least - (high - low)) / 2;
  return [low - missing, high + missing];
}
