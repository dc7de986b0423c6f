import { parseExpression } from '../expression.js';
import type { JsonPath } from '../span.js';
import type { NetworkConfig } from '../spec.js';
import { derivedIndex } from './derivedIndex.js';
import { changedAt, hasCommentInside, typeAt, without } from './textEdits.js';

const path: JsonPath = ['data', 'derived'];

/** Returns the text with a derived input added or removed. An empty list is removed unless it has comments. */
export function withDerivedInput(
  text: string,
  config: NetworkConfig,
  formula: string,
  isOn: boolean,
): string {
  const index = derivedIndex(config, formula);
  if (isOn === index >= 0) return text;
  if (isOn)
    return typeAt(text, path) === 'array'
      ? changedAt(text, [...path, -1], formula)
      : changedAt(text, path, [formula]);
  return withoutIndices(text, config, [index]);
}

/** Returns the text without the derived inputs whose formulas need other inputs than the named ones. */
export function withoutUnknown(text: string, config: NetworkConfig, names: readonly string[]): string {
  const unknown = config.data.derived.flatMap((formula, index) =>
    parseExpression(formula, names).expression ? [] : [index],
  );
  return withoutIndices(text, config, unknown);
}

function withoutIndices(text: string, { data }: NetworkConfig, indices: readonly number[]): string {
  if (indices.length === 0) return text;
  if (indices.length === data.derived.length && !hasCommentInside(text, path)) return without(text, path);
  return indices.reduceRight((changed, index) => without(changed, [...path, index]), text);
}
