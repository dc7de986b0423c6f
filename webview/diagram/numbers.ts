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

/** So that a name written from right to left does not take the number behind it along. */
function isolated(name: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name;
}

/** A number behind its name, or alone where the name would leave it a single digit. */
export function named(room: number, own: string, value: number): readonly [name: string, number: string] {
  const name = isolated(own);
  const text = within(room, value, 3, (number) => `${name} ${number}`);
  const number = text.slice(name.length + 1);
  const isCoarse = !/[.∞N]/.test(number) && value !== Math.round(value);
  return textWidth(text) <= room && !isCoarse ? [`${name} `, number] : ['', within(room, value, 3)];
}
