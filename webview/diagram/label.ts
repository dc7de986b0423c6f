import { setAttributes, setText, show, svg } from '../dom.js';
import { textWidth } from '../measure.js';
import type { Target } from './model.js';
import { named, within } from './numbers.js';

/** A label on a line with the weight's name and value, and its gradient below once it is known. */
export interface LabelDrawing {
  readonly element: SVGGElement;
  /** Updates the numbers; NaN is a value that is not known. */
  update(value: number, gradient: number): void;
}

type Weight = Extract<Target, { kind: 'weight' }>;

const height = 14;

export function drawLabel(
  { column, unit, input }: Weight,
  name: string | null,
  { x, y, room }: { readonly x: number; readonly y: number; readonly room: number },
): LabelDrawing {
  const number = svg('tspan', { class: 'value' });
  const title = svg('tspan', { class: 'muted' });
  const text = svg('text', { x, y: y + 4, 'text-anchor': 'middle' }, title, number);
  const below = svg('text', { class: 'value gradient', x, y: y + 4 + height, 'text-anchor': 'middle' });
  const ground = svg('rect', { class: 'ground', y: y - height / 2 });
  const place = { 'data-column': column, 'data-unit': unit, 'data-input': input };
  const element = svg('g', { class: 'label', ...place }, ground, text, below);
  const update = (value: number, gradient: number): void => {
    show(element, Number.isFinite(value));
    const [before, shown] = name === null ? ['', within(room, value, 3)] : named(room, name, value);
    const back = Number.isNaN(gradient) ? '' : within(room, gradient, 3, (text) => `∂ ${text}`);
    setText(title, before);
    setText(number, shown);
    setText(below, back);
    const width = Math.max(textWidth(before + shown), textWidth(back)) + 2;
    setAttributes(ground, { x: x - width / 2, width, height: back === '' ? height : 2 * height });
  };
  return { element, update };
}
