import { limits } from '../../engine/limits.js';
import { codeSpans } from './codeSpans.js';
import type { NoteMark, Notes, NoteSection } from './notes.js';
import { marksOfLine } from './marksOfLine.js';

/** A line of the document, without its end. */
export interface NoteLine {
  readonly offset: number;
  readonly text: string;
}

/** A comment that names a quantity: `<!-- backprop: net_h1 -->`. */
export interface Comment {
  readonly name: string;
  /** The offsets of the name and of the end of the comment in the document. */
  readonly nameOffset: number;
  readonly end: number;
}

const fence = /^[ \t>]*(`{3,}|~{3,})[ \t]*([^`\s]*)/;
/** A name has at most 200 characters, so that the time stays proportional to the length of the line. */
const comment = /<!--[ \t]*backprop:[ \t]*([^\s>]|[^\s>][^\r\n>]{0,198}[^\s>])[ \t]*-->/g;

/**
 * Reads lecture notes or a worksheet in Markdown: fenced blocks `backprop` with configs, and comments
 * `<!-- backprop: NAME -->`, each before the number that NAME must be, or before a table or in the head of a column.
 * Numbers refer to the config above them, or to the first one. `<!-- backprop: digits=4 -->` makes it a worksheet.
 * It never throws. The time is proportional to the length of the text.
 */
export function readNotes(text: string): Notes {
  const lines = linesOf(text);
  const configs: { config: string; offset: number }[] = [];
  const marks: { mark: NoteMark; section: number }[] = [];
  let digits: number | null = null;
  let cutAt: number | null = null;
  for (let i = 0; i < lines.length && cutAt === null; i++) {
    const opened = fence.exec(lines[i].text);
    if (opened) {
      const end = closingLine(lines, i, opened[1]);
      if (opened[2] === 'backprop') configs.push(contentOf(text, lines, i, end));
      i = end;
      continue;
    }
    const found = commentsOf(lines[i]);
    for (const { name } of found) digits ??= digitsOf(name);
    const named = found.filter(({ name }) => digitsOf(name) === null);
    const section = Math.max(0, configs.length - 1);
    const room = limits.sheetEntries - marks.length;
    for (const mark of named.length > 0 ? marksOfLine(text, lines, i, named, room) : [])
      if (marks.length < limits.sheetEntries) marks.push({ mark, section });
      else cutAt ??= mark.at.offset;
  }
  const ofSection = (section: number): NoteMark[] =>
    marks.flatMap((each) => (each.section === section ? [each.mark] : []));
  return {
    sections: configs.map((config, i): NoteSection => ({ ...config, marks: ofSection(i) })),
    stray: configs.length === 0 ? ofSection(0) : [],
    digits,
    cutAt,
  };
}

function linesOf(text: string): NoteLine[] {
  const lines: NoteLine[] = [];
  let offset = 0;
  for (const end of text.matchAll(/\r\n|\r|\n/g)) {
    lines.push({ offset, text: text.slice(offset, end.index) });
    offset = end.index + end[0].length;
  }
  return [...lines, { offset, text: text.slice(offset) }];
}

/** Returns the index of the line that closes a fence, or of the last line. */
function closingLine(lines: readonly NoteLine[], opening: number, marker: string): number {
  for (let i = opening + 1; i < lines.length; i++) {
    const closing = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/.exec(lines[i].text);
    if (closing && closing[1][0] === marker[0] && closing[1].length >= marker.length) return i;
  }
  return lines.length - 1;
}

function contentOf(text: string, lines: readonly NoteLine[], opening: number, closing: number) {
  const isClosed = closing > opening && fence.test(lines[closing].text);
  const offset = lines[Math.min(opening + 1, lines.length - 1)].offset;
  return {
    config: text.slice(offset, Math.max(offset, isClosed ? lines[closing].offset : text.length)),
    offset,
  };
}

/** Returns the comments of a line, except those in code, which are shown rather than meant. */
function commentsOf({ offset, text }: NoteLine): Comment[] {
  if (!text.includes('<!--')) return [];
  const code = codeSpans(text);
  return Array.from(text.matchAll(comment), ({ 0: whole, 1: name, index }) => ({
    name,
    nameOffset: offset + index + whole.lastIndexOf(name),
    end: offset + index + whole.length,
    isCode: code.some((span) => span.offset < index && index < span.offset + span.length),
  })).filter(({ isCode }) => !isCode);
}

function digitsOf(name: string): number | null {
  const found = /^digits\s*=\s*(\d{1,2})$/.exec(name)?.[1];
  return found !== undefined && Number(found) >= 1 && Number(found) <= mostDigits ? Number(found) : null;
}

/** The most significant digits of a float64 that are always exact. */
const mostDigits = 15;
