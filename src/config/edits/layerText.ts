import { createScanner, type Node } from 'jsonc-parser';
import { changedAt, commaAfter, nodeAt } from './textEdits.js';

export interface NewLayer {
  readonly units: number;
  readonly activation: string;
}

/**
 * Returns the text with a layer inserted in front of the one at index `before`.
 * @param model the index of the layer whose layout the new one gets
 */
export function withLayer(text: string, before: number, model: number, layer: NewLayer): string {
  const next = nodeAt(text, ['layers', before]);
  const modelNode = nodeAt(text, ['layers', model]);
  if (!next || !modelNode) return text;
  const content = layerText(text, modelNode, layer);
  const previous = nodeAt(text, ['layers', before - 1]);
  const from = previous
    ? (commaAfter(text, previous.offset + previous.length) ?? next.offset - 1) + 1
    : (next.parent?.offset ?? 0) + 1;
  const lineEnd = lineEndAfter(text, from, next.offset);
  if (lineEnd === null) return `${text.slice(0, next.offset)}${content}, ${text.slice(next.offset)}`;
  return `${text.slice(0, lineEnd)}${lineBreak(text)}${indentAt(text, next.offset)}${content},${text.slice(lineEnd)}`;
}

/** Returns the offset at which the line of `from` ends, behind its comments; null where `to` is in the same line. */
function lineEndAfter(text: string, from: number, to: number): number | null {
  const scanner = createScanner(text);
  scanner.setPosition(from);
  for (;;) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    if (offset >= to) return null;
    if (/^[\r\n]/.test(text.slice(offset))) return offset;
  }
}

const lineBreak = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** Returns the white space at the start of the line of an offset. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

/** Writes a layer in the layout of another one: in one line, or with a line for each key. */
function layerText(text: string, model: Node, { units, activation }: NewLayer): string {
  const source = text.slice(model.offset, model.offset + model.length);
  const keys = (model.children ?? []).map(({ children }) => String(children?.[0].value));
  const colon = /"\s*:\s/.test(source) ? ': ' : ':';
  const isActivationFirst = keys.includes('units') && keys.indexOf('activation') < keys.indexOf('units');
  const names =
    isActivationFirst && keys.includes('activation') ? ['activation', 'units'] : ['units', 'activation'];
  const values: Readonly<Record<string, string | number>> = { units, activation };
  const entries = names
    .filter((name) => name !== 'activation' || activation !== 'identity' || keys.includes(name))
    .map((name) => `"${name}"${colon}${JSON.stringify(values[name])}`);
  const inner = /^\{[ \t]*(\r?\n[ \t]*)/.exec(source)?.[1];
  if (inner === undefined) {
    const pad = /^\{\s/.test(source) ? ' ' : '';
    return `{${pad}${entries.join(`,${pad || (colon === ':' ? '' : ' ')}`)}${pad}}`;
  }
  const outer = `${lineBreak(text)}${indentAt(text, model.offset + model.length - 1)}`;
  return `{${inner}${entries.join(`,${inner}`)}${outer}}`;
}

/** Returns the text with a layer's activation set. A new key follows `units`. */
export const withActivation = (text: string, layer: number, activation: string): string =>
  changedAt(text, ['layers', layer, 'activation'], activation, 'units');
