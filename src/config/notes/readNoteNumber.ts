import type { NoteNumber } from './notes.js';

/** Matches what may be between a mark and its number: markup, and the signs that introduce a value. */
const lead = /[\s*`$()[\]{}~=≈:]*/y;
/** Matches a blank of a worksheet. */
const blank = /(?:\\?_)+|…|\.{3,}|\?+/y;
/** Matches the mantissa of a number, with the signs and the decimal comma that people write. */
const mantissa = /([-+−–]?)\s?(\d+(?:[.,]\d*)?|[.,]\d+)/y;
/** Matches an exponent: e-3, · 10^-3, \cdot 10^{-3}, × 10⁻³. */
const exponent =
  /[eE]([-+−–]?\d+)|\s*(?:·|×|\*|\\cdot|\\times)\s*10(?:\^\s*\{?\s*([-+−–]?\d+)\s*\}?|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))/y;
/** Matches what shows that a number is a part of something else, such as 0.3x or 1/2. */
const attached = /[\p{L}\d%/^]|[.,]\d/uy;
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * Reads the number in `text` between two offsets: it is at the start or after a label and an equals sign. Markup around
 * it is skipped, also underscores of a blank around a number that is filled in.
 */
export function readNoteNumber(text: string, from: number, to: number): NoteNumber {
  const first = tokenAt(text, from, to);
  if (first.kind !== 'invalid') return first;
  const last = /.*(?:=|≈|\\approx)/s.exec(text.slice(from, to))?.[0].length;
  const after = last === undefined ? first : tokenAt(text, from + last, to);
  return after.kind === 'number' ? after : first;
}

function tokenAt(text: string, from: number, to: number): NoteNumber {
  const start = Math.min(to, endOf(lead, text, from));
  const behind = Math.min(to, endOf(blank, text, start));
  const number = numberAt(text, behind > start ? endOf(lead, text, behind) : start, to);
  if (number) return number;
  if (start >= to) return { kind: 'blank', span: { offset: Math.min(start, to), length: 0 } };
  const word = /\S+/y;
  const end = Math.min(to, endOf(word, text, start));
  if (behind > start && behind >= end)
    return { kind: 'blank', span: { offset: start, length: behind - start } };
  return { kind: 'invalid', span: { offset: start, length: end - start } };
}

function numberAt(text: string, offset: number, to: number): NoteNumber | null {
  mantissa.lastIndex = offset;
  const found = mantissa.exec(text);
  if (!found || mantissa.lastIndex > to) return null;
  const [, sign, digits] = found;
  const plain = digits.replace(',', '.').replace(/\.$/, '');
  let end = mantissa.lastIndex - (digits.length - plain.length);
  exponent.lastIndex = end;
  const power = exponent.exec(text);
  if (power) end = exponent.lastIndex;
  attached.lastIndex = end;
  if (end > to || attached.test(text)) return null;
  const places = power ? powerOf(power) : null;
  const fraction = plain.split('.').at(1)?.length ?? 0;
  const value = Number(`${/[-−–]/.test(sign) ? '-' : ''}${plain}e${places ?? 0}`);
  if (!Number.isFinite(value)) return null;
  return {
    kind: 'number',
    span: { offset, length: end - offset },
    value,
    decimals: fraction - (places ?? 0),
    exponential: places === null ? null : fraction,
  };
}

function powerOf(groups: readonly (string | undefined)[]): number {
  const text = groups.slice(1).find((group) => group !== undefined) ?? '0';
  const plain = text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(superscripts.indexOf(digit)));
  return Number(plain.replace(/[−–⁻]/, '-').replace('⁺', ''));
}

/** Returns the offset behind a sticky pattern's match at an offset, or that offset where it does not match. */
function endOf(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}
