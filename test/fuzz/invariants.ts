import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Finding, Problem, Related } from '../../src/config/problem.js';
import type { Spans } from '../../src/config/spans.js';

/** Matches parts of an internal error message, or of a value that was printed by mistake. */
const raw =
  /\b(\w*Error\b(?=:)|RangeError|TypeError|AbortError|ReferenceError|SyntaxError|undefined|ENOENT|EISDIR|EACCES|EINVAL|ENAMETOOLONG|ENOTDIR|ELOOP|ERR_\w+)|\[object |\bat \S+ \(|\{\d\}|function ?\(|=>/;
/** Matches control characters other than white space, which a terminal would execute. */
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]/;
const longest = 2000;

/**
 * Asserts that a message is written for users.
 * @param given the input, which a message may quote
 */
export function assertMessage(message: string, given: string): void {
  assert.ok(message.trim() !== '', 'A message is empty.');
  assert.ok(
    message.length <= longest,
    `A message has ${message.length} characters: ${message.slice(0, 200)}`,
  );
  const found = raw.exec(message)?.[0];
  if (found !== undefined && !given.includes(found)) assert.fail(`Raw error in a message: ${message}`);
}

/** Asserts that an output contains no control characters that a terminal would execute. */
export function assertPrintable(output: string): void {
  const at = output.search(control);
  const around = JSON.stringify(output.slice(Math.max(0, at - 60), at + 60));
  assert.ok(at < 0, `Control character in an output: ${around}`);
}

/** Asserts that findings have messages, and positions within the text and within the files that they refer to. */
export function assertFindings(findings: readonly Finding[], spans: Spans, text: string, given = text): void {
  for (const finding of findings) assertProblem(spans.toProblem(finding), text, given);
}

export function assertProblem(
  { span, message, code, fix, related }: Problem,
  text: string,
  given = text,
): void {
  assertMessage(message, given);
  assert.match(code, /^[a-z]+(-[a-z0-9]+)*$/);
  assertSpan(span, text, code);
  if (fix) assertSpan(fix.span, text, `the fix of ${code}`);
  for (const place of related ?? []) assertPlace(place, given);
}

function assertSpan({ offset, length }: Problem['span'], text: string, what: string): void {
  assert.ok(
    offset >= 0 && length >= 0 && offset + length <= text.length,
    `${what} has a place outside the text.`,
  );
}

/** Asserts that a position is within the file. */
function assertPlace({ file, line, column, message }: Related, given: string): void {
  assertMessage(message, given);
  const content = readFileSync(file);
  const isWide = content[0] === 0xff && content[1] === 0xfe;
  const lines = content.toString(isWide ? 'utf16le' : 'utf8').split(/\r\n|\r|\n/);
  const isInside = line >= 1 && line <= lines.length && column >= 1 && column <= lines[line - 1].length + 1;
  assert.ok(isInside, `Line ${line}, column ${column} is not in the file: ${message}`);
}
