import { modify } from 'jsonc-parser';
import type { Edit } from './settingsEdits.js';
import type { JsonPath } from './span.js';

/** Takes a key and its value out of the text of a config. */
export function removal(text: string, path: JsonPath): readonly Edit[] {
  return modify(text, [...path], undefined, {}).map(({ offset, length, content }) => ({
    span: { offset, length },
    text: content,
  }));
}
