import { setAttributes, setText, show, svg } from '../dom.js';
import { formatWithin } from '../format.js';
import { fitted, textWidth } from '../measure.js';
import type { Target } from './model.js';

/** The part of a label's room that a long name may take. */
const nameShare = 0.4;

/** A weight's name and value, standing on its line and hiding it, with its gradient below once that is known. */
export interface LabelDrawing {
  readonly element: SVGGElement;
  /** NaN for what is not known. */
  update(value: number, gradient: number): void;
}

type Weight = Extract<Target, { kind: 'weight' }>;

const height = 14;

export function drawLabel(
  { column, unit, input }: Weight,
  fullName: string | null,
  { x, y, room }: { readonly x: number; readonly y: number; readonly room: number },
): LabelDrawing {
  const number = svg('tspan', { class: 'value' });
  const name = fullName === null ? '' : `${fitted(fullName, room * nameShare, 'value')} `;
  const title = svg('tspan', { class: 'muted' }, name);
  const text = svg('text', { x, y: y + 4, 'text-anchor': 'middle' }, title, number);
  const below = svg('text', { class: 'value gradient', x, y: y + 4 + height, 'text-anchor': 'middle' });
  const ground = svg('rect', { class: 'ground', y: y - height / 2 });
  const place = { 'data-column': column, 'data-unit': unit, 'data-input': input };
  const element = svg('g', { class: 'label', ...place }, ground, text, below);
  const update = (value: number, gradient: number): void => {
    show(element, Number.isFinite(value));
    const within = (text: string): boolean => textWidth(text) <= room;
    const shown = formatWithin(value, 3, (text) => within(name + text));
    const back = Number.isNaN(gradient) ? '' : formatWithin(gradient, 3, within, (text) => `∂ ${text}`);
    setText(number, shown);
    setText(below, back);
    const width = Math.max(textWidth(name + shown), textWidth(back)) + 2;
    setAttributes(ground, { x: x - width / 2, width, height: back === '' ? height : 2 * height });
  };
  return { element, update };
}
