import { formatWithin } from '../format.js';
import { textWidth } from '../measure.js';

type Write = (number: string) => string;

const plain: Write = (number) => number;

/** Formats the number, rounded to fit into `room` px together with the text that `write` adds. */
export function within(room: number, value: number, digits: number, write = plain): string {
  return formatWithin(value, digits, (text) => textWidth(text) <= room, write);
}

/** Formats a given number such as an input, which is not rounded where it is short, as most of them are. */
export function given(room: number, value: number, write = plain): string {
  const text = write(String(value).replaceAll('-', '−'));
  const isShort = String(value).length <= 7 && textWidth(text) <= room;
  return isShort ? text : within(room, value, 4, write);
}

/** Isolates a name, so that a right-to-left name does not reorder the number after it. */
function isolated(name: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name;
}

/** Formats a number after its name, or without it where only one digit would be left. */
export function named(room: number, own: string, value: number): readonly [name: string, number: string] {
  const name = isolated(own);
  const text = within(room, value, 3, (number) => `${name} ${number}`);
  const number = text.slice(name.length + 1);
  const isCoarse = !/[.∞N]/.test(number) && value !== Math.round(value);
  return textWidth(text) <= room && !isCoarse ? [`${name} `, number] : ['', within(room, value, 3)];
}
