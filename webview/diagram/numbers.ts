import { formatWithin } from '../format.js';
import { textWidth } from '../measure.js';

type Write = (number: string) => string;

const plain: Write = (number) => number;

/** The number, rounded to what fits into `room` px together with what `write` puts around it. */
export function within(room: number, value: number, digits: number, write = plain): string {
  return formatWithin(value, digits, (text) => textWidth(text) <= room, write);
}

/** A given number, such as an input: it stays as it is where it is short, as most of them are. */
export function given(room: number, value: number, write = plain): string {
  const text = write(String(value).replaceAll('-', '−'));
  const isShort = String(value).length <= 7 && textWidth(text) <= room;
  return isShort ? text : within(room, value, 4, write);
}

/** A number behind its name, or alone where the name would leave it a single digit. */
export function named(room: number, name: string, value: number): readonly [name: string, number: string] {
  const text = within(room, value, 3, (number) => `${name} ${number}`);
  const number = text.slice(name.length + 1);
  const isCoarse = !/[.∞N]/.test(number) && value !== Math.round(value);
  return textWidth(text) <= room && !isCoarse ? [`${name} `, number] : ['', within(room, value, 3)];
}
