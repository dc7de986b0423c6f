import assert from 'node:assert/strict';
import { parseConfig, type ParsedConfig } from '../../src/config/parse.js';
import type { Problem } from '../../src/config/problem.js';
import type { NetworkConfig } from '../../src/config/spec.js';
import type { Span } from '../../src/config/span.js';

export const parse = (text: string): Promise<ParsedConfig> => parseConfig(text, 'folder/file.backprop.json');

/** Returns the text of a valid config, of which parts can be replaced. */
export function configText(parts: Readonly<Record<string, string>> = {}): string {
  const all: Record<string, string> = {
    layers: '[{ "units": 2, "activation": "tanh" }, { "units": 1, "activation": "sigmoid" }]',
    loss: '"binaryCrossEntropy"',
    data: '{ "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]] }',
    ...parts,
  };
  const lines = Object.entries(all).map(([key, value]) => `  "${key}": ${value}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** Returns the text without its two `|`, and the span between them. */
export function marked(text: string): { text: string; span: Span } {
  const parts = text.split('|');
  assert.equal(parts.length, 3, 'two marks are needed');
  const [before, inside, after] = parts;
  return { text: before + inside + after, span: { offset: before.length, length: inside.length } };
}

export async function networkOf(text: string): Promise<NetworkConfig> {
  const { spec, problems } = await parse(text);
  assert.deepEqual(problems, []);
  assert.ok(spec?.kind === 'network');
  return spec;
}

/** Asserts that a text has exactly one problem, with this code, at the marked span. */
export async function assertProblem(markedText: string, code: string, message: RegExp): Promise<Problem> {
  const { text, span } = marked(markedText);
  const { spec, problems } = await parse(text);
  assert.deepEqual(
    problems.map((problem) => [problem.code, text.slice(problem.span.offset).slice(0, problem.span.length)]),
    [[code, text.slice(span.offset).slice(0, span.length)]],
    problems.map((problem) => problem.message).join('\n'),
  );
  const [problem] = problems;
  assert.deepEqual(problem.span, span);
  assert.match(problem.message, message);
  assert.equal(spec === null, problem.severity === 'error');
  return problem;
}

/** Returns the text after the problem's quick fix is applied. */
export function fixed(markedText: string, { fix }: Problem): string {
  assert.ok(fix);
  const { text } = marked(markedText);
  return text.slice(0, fix.span.offset) + fix.text + text.slice(fix.span.offset + fix.span.length);
}
