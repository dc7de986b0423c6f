import { nodeAt, type Edit } from './settingsEdits.js';
import type { JsonPath } from './span.js';

/** Returns the edits that remove a key and its value from the text of a config and keep the comments around them. */
export function removal(text: string, path: JsonPath): readonly Edit[] {
  const property = nodeAt(text, path)?.parent;
  if (property?.type !== 'property') return [];
  let start = property.offset;
  let end = start + property.length;
  const comma = /^\s*,\s*/.exec(text.slice(end));
  if (comma) end += comma[0].length;
  else start = text.slice(0, start).trimEnd().replace(/,$/, '').length;
  return [{ span: { offset: start, length: end - start }, text: '' }];
}
