import { plainQuantity } from '../../engine/check/quantityNames.js';
import type { NoteMark, NoteNumber } from './notes.js';
import { readNoteNumber } from './readNoteNumber.js';
import type { Comment, NoteLine } from './readNotes.js';

/**
 * Returns the numbers that the comments of a line stand for: one for each, or those of a table's column.
 *
 * @param most the number of marks after which one more shows that there are too many
 */
export function marksOfLine(
  text: string,
  lines: readonly NoteLine[],
  line: number,
  comments: readonly Comment[],
  most: number,
): NoteMark[] {
  const isAlone = lines[line].text.replace(/<!--.*?-->/g, '').trim() === '';
  const below = isAlone ? nextLine(lines, line) : null;
  const head = isHead(lines, line) ? line : below !== null && isHead(lines, below) ? below : null;
  if (head !== null) return columnMarks(text, lines, head, columnsOf(lines, line, head, comments), most);
  const { offset, text: content } = lines[line];
  return comments.map((comment, i) => {
    const next = comments.at(i + 1);
    const end = next ? text.lastIndexOf('<!--', next.nameOffset) : offset + content.length;
    const number =
      isAlone && !next
        ? numberBelow(text, lines, below, end)
        : readNoteNumber(text, comment.end, cellEnd(text, comment.end, end));
    return markOf(comment, null, number);
  });
}

/** Returns the number in the block that begins on a line. */
function numberBelow(text: string, lines: readonly NoteLine[], line: number | null, end: number): NoteNumber {
  if (line === null) return { kind: 'blank', span: { offset: end, length: 0 } };
  const block = lines[line];
  const isMath = /^\s*(\$\$|\\\[)\s*$/.test(block.text);
  const from = block.offset + (isMath ? block.text.length : bulletLength(block.text));
  const to = isMath ? lines[closingMath(lines, line)].offset : block.offset + block.text.length;
  return readNoteNumber(text, from, to);
}

const markOf = ({ name, nameOffset }: Comment, row: number | null, number: NoteNumber): NoteMark => ({
  name,
  at: { offset: nameOffset, length: name.length },
  row,
  number,
});

/** Returns the index of the next line with text, after at most one empty line. */
function nextLine(lines: readonly NoteLine[], line: number): number | null {
  for (const next of [line + 1, line + 2]) if (lines.at(next) && lines[next].text.trim() !== '') return next;
  return null;
}

/** Returns the line that closes display mathematics, at most `mostMath` lines below. */
function closingMath(lines: readonly NoteLine[], opening: number): number {
  const last = Math.min(lines.length - 1, opening + mostMath);
  for (let i = opening + 1; i < last; i++) if (/^\s*(\$\$|\\\])/.test(lines[i].text)) return i;
  return last;
}

const mostMath = 100;

const bulletLength = (line: string): number => /^[\s>]*(?:[-*+]|\d+[.)])\s/.exec(line)?.[0].length ?? 0;

/** Returns the end of a table's cell, or of the line. */
function cellEnd(text: string, from: number, end: number): number {
  const bar = /(?<!\\)\|/.exec(text.slice(from, end))?.index;
  return bar === undefined ? end : from + bar;
}

/** Returns whether a line is the head of a table: the line below is made of dashes, colons and bars. */
function isHead(lines: readonly NoteLine[], line: number): boolean {
  return lines[line].text.includes('|') && isRule(lines.at(line + 1)?.text ?? '');
}

const isRule = (line: string): boolean => line.includes('|') && line.includes('-') && /^[\s|:-]+$/.test(line);

interface Cell {
  readonly from: number;
  readonly to: number;
}

/** Returns the cells of a row, by the offsets in its line. */
function cellsOf(line: string): Cell[] {
  const bars = Array.from(line.matchAll(/(?<!\\)\|/g), ({ index }) => index);
  const isOpen = line.trimStart().startsWith('|');
  const isClosed = line.trimEnd().endsWith('|');
  const edges = [...(isOpen ? [] : [-1]), ...bars, ...(isClosed ? [] : [line.length])];
  return edges.slice(1).map((to, i) => ({ from: edges[i] + 1, to }));
}

interface Column {
  readonly comment: Comment;
  readonly index: number;
}

/**
 * Returns the column of each comment: the one whose head it is in; else the one with the name as its head, or one of the
 * last columns, in the order of the comments.
 */
function columnsOf(
  lines: readonly NoteLine[],
  line: number,
  head: number,
  comments: readonly Comment[],
): Column[] {
  const { offset, text } = lines[head];
  const cells = cellsOf(text);
  if (line === head)
    return comments.map((comment) => ({
      comment,
      index: cells.findIndex(({ to }) => comment.end - offset <= to),
    }));
  const titles = cells.map(({ from, to }) => plainQuantity(text.slice(from, to).replace(/[*`$\\]/g, '')));
  return comments.map((comment, i) => {
    const named = titles.indexOf(plainQuantity(comment.name));
    return { comment, index: named >= 0 ? named : Math.max(0, cells.length - comments.length + i) };
  });
}

/** Returns the numbers of columns. Where a table has several rows, each belongs to a sample. */
function columnMarks(
  text: string,
  lines: readonly NoteLine[],
  head: number,
  columns: readonly Column[],
  most: number,
): NoteMark[] {
  const isRow = (line: number) => lines.at(line)?.text.includes('|') ?? false;
  const marks: NoteMark[] = [];
  for (let i = head + 2; isRow(i) && marks.length <= most; i++) {
    const { offset, text: row } = lines[i];
    const cells = cellsOf(row);
    const isOnly = i === head + 2 && !isRow(i + 1);
    for (const { comment, index } of columns) {
      const cell = cells.at(index);
      if (cell)
        marks.push(
          markOf(
            comment,
            isOnly ? null : i - head - 2,
            readNoteNumber(text, offset + cell.from, offset + cell.to),
          ),
        );
    }
  }
  return marks;
}
