import { applyEdits, findNodeAtLocation, modify, parseTree, type FormattingOptions } from 'jsonc-parser';
import type { JsonPath, Span } from './span.js';

/** What may be written back from outside the file. */
export interface Settings {
  readonly learningRate: number;
  readonly epochs: number;
  /** null: all the training data. */
  readonly batchSize: number | null;
  readonly seed: number;
}

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * Puts settings into the text of a config, whose comments and layout stay as they are. Nothing where the text has no
 * place for them: it is no object, or its `training` is none.
 */
export function settingsEdits(text: string, settings: Partial<Settings>): readonly Edit[] {
  const { learningRate, epochs, batchSize, seed } = settings;
  if (!hasPlace(text)) return [];
  let result = text;
  const put = (path: JsonPath, value: unknown): void => {
    result = applyEdits(result, modify(result, [...path], value, { formattingOptions: layoutOf(text) }));
  };
  if (learningRate !== undefined) putLearningRate(text, learningRate, put);
  if (epochs !== undefined) put(['training', 'epochs'], epochs);
  if (batchSize !== undefined) put(['training', 'batchSize'], batchSize ?? undefined);
  if (seed !== undefined) put(['training', 'seed'], seed);
  return difference(text, result);
}

function hasPlace(text: string): boolean {
  const root = parseTree(text);
  const training = root && findNodeAtLocation(root, ['training']);
  return root?.type === 'object' && (training === undefined || training.type === 'object');
}

/** An optimizer by its name alone becomes an object. */
function putLearningRate(
  text: string,
  learningRate: number,
  put: (path: JsonPath, value: unknown) => void,
): void {
  const root = parseTree(text);
  const optimizer = root && findNodeAtLocation(root, ['training', 'optimizer']);
  if (optimizer?.type === 'object') put(['training', 'optimizer', 'learningRate'], learningRate);
  else {
    const type: unknown = optimizer?.type === 'string' ? optimizer.value : 'sgd';
    put(['training', 'optimizer'], { type, learningRate });
  }
}

function layoutOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    keepLines: true,
  };
}

/** The one stretch of the text that is another now. */
function difference(before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [
    {
      span: { offset: start, length: before.length - end - start },
      text: after.slice(start, after.length - end),
    },
  ];
}
