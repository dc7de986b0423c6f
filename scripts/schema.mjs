/* This module translates the config's schema into Chinese. Its texts are in the same bundle as those of the sources. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const said = new Set(['description', 'markdownDescription', 'errorMessage', 'patternErrorMessage', 'label']);

/** Returns the texts of the schema to translate, without code. @param {unknown} schema @returns {string[]} each once */
export function schemaTexts(schema) {
  const texts = new Set();
  mapTexts(schema, (text) => (texts.add(text), text));
  return [...texts];
}

/** Writes the translated schema to `dist/backprop.schema.zh-cn.json`. @param {string} root the folder of the project */
export async function translateSchema(root) {
  const read = async (file) => JSON.parse(await readFile(path.join(root, file), 'utf8'));
  const translations = await read('l10n/bundle.l10n.zh-cn.json');
  const schema = mapTexts(await read('media/backprop.schema.json'), (text) => translations[text] ?? text);
  await writeFile(path.join(root, 'dist/backprop.schema.zh-cn.json'), JSON.stringify(schema));
}

/** Returns a copy with texts replaced, except code. @param {unknown} value @param {(text: string) => string} replace */
function mapTexts(value, replace, key = '') {
  if (typeof value === 'string') return said.has(key) && !isCode(value, key) ? replace(value) : value;
  if (Array.isArray(value)) {
    const itemKey = /enumDescriptions$/i.test(key) ? 'description' : '';
    return value.map((item) => mapTexts(item, replace, itemKey));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    // The body of a snippet is inserted into the file, so it is not translated.
    Object.entries(value).map(([name, child]) => [
      name,
      name === 'body' ? child : mapTexts(child, replace, name),
    ]),
  );
}

/** Returns whether a text is code: a formula in backquotes, a single word, or a label that is inserted as it is. */
function isCode(text, key) {
  const pattern = key === 'label' ? /^[\p{L},:…]+( [\p{L},:…]+)+$/u : /\s/;
  return !pattern.test(text) || !/\p{L}{2}/u.test(text.replace(/`[^`]*`/g, ''));
}
