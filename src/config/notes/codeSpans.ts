import type { Span } from '../span.js';

/** Returns the code spans of a line of Markdown, with their backticks. Their offsets are those in the line. */
export function codeSpans(line: string): Span[] {
  const runs = Array.from(line.matchAll(/`+/g), ({ 0: { length }, index }) => ({ offset: index, length }));
  const lastOfLength = new Map(runs.map(({ length }, i) => [length, i]));
  const spans: Span[] = [];
  for (let i = 0; i < runs.length; i++) {
    const { offset, length } = runs[i];
    if ((lastOfLength.get(length) ?? i) <= i) continue; // a run that is never closed is text
    do i++;
    while (runs[i].length !== length);
    spans.push({ offset, length: runs[i].offset + length - offset });
  }
  return spans;
}
