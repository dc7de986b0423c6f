import type { JsonPath } from '../span.js';
import { difference, nodeAt, without, type Edit } from './textEdits.js';

/** Returns the edits that remove a key and its value from the text of a config and keep the comments around them. */
export const removal = (text: string, path: JsonPath): readonly Edit[] =>
  nodeAt(text, path)?.parent?.type === 'property' ? difference(text, without(text, path)) : [];
