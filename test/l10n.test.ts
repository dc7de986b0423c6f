/** Tests that every user-visible text has a Chinese translation, and that no translation is unused. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import schema from '../media/backprop.schema.json';
import { schemaTexts } from '../scripts/schema.mjs';

type Texts = Readonly<Record<string, string>>;

const root = path.resolve(__dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const readTexts = (file: string): Texts => JSON.parse(read(file)) as Texts;

/** Matches the imports through which the sources translate texts. */
const imports = /^import \* as (l10n from '@vscode\/l10n'|vscode from 'vscode');$/gm;

/**
 * Returns the texts of the sources by their keys in a bundle, as `npm run l10n` writes them, and those of the schema.
 * The sources are extracted as a single one, since the extraction compiles its queries again for each source and each
 * of these imports.
 */
async function extract(): Promise<Texts> {
  const sources = ['src', 'webview'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(path.join(folder, name)))
      .filter((contents) => contents.includes('l10n')),
  );
  const all = sources.map((contents) => contents.replaceAll(imports, ''));
  const contents = [...new Set(sources.flatMap((each) => each.match(imports) ?? [])), ...all].join('\n');
  const texts: Record<string, string> = {};
  for (const text of schemaTexts(schema)) texts[text] = text;
  for (const [key, text] of Object.entries(await getL10nJson([{ extension: '.ts', contents }])))
    texts[key] = typeof text === 'string' ? text : text.message;
  return texts;
}

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
const commandLinks = (text: string): string[] => (text.match(/\]\(command:[^)]*\)/g) ?? []).sort();

/** Returns the keys that only one of the two has. */
const only = (some: Texts, others: Texts): string[] =>
  Object.keys(some).filter((key) => !Object.hasOwn(others, key));

/** Returns the texts whose translations have other placeholders. */
function differing(texts: Texts, translations: Texts, parts: (text: string) => string[]): string[] {
  return Object.keys(texts).filter(
    (key) =>
      Object.hasOwn(translations, key) && parts(texts[key]).join(' ') !== parts(translations[key]).join(' '),
  );
}

/** Returns the texts that are not translated, except those without words such as "{0} {1}". */
const untranslated = (texts: Texts, translations: Texts): string[] =>
  Object.keys(texts).filter((key) => translations[key] === texts[key] && /[a-z]{3}/i.test(strip(texts[key])));
const strip = (text: string): string => text.replace(/\{\w+\}/g, '');

describe('The Chinese translation', () => {
  let texts: Texts;
  const translations = readTexts('l10n/bundle.l10n.zh-cn.json');
  before(async () => {
    texts = await extract();
    assert.ok(Object.keys(texts).length > 500, `only ${Object.keys(texts).length} texts were found`);
  });

  it('has every text of the sources', () => {
    assert.deepEqual(only(texts, translations), []);
    assert.deepEqual(untranslated(texts, translations), []);
  });

  it('has no text that the sources no longer have', () => {
    assert.deepEqual(only(translations, texts), []);
  });

  it('keeps the placeholders', () => {
    assert.deepEqual(differing(texts, translations, placeholders), []);
  });
});

describe('The texts of package.json', () => {
  const english = readTexts('package.nls.json');
  const chinese = readTexts('package.nls.zh-cn.json');
  const used: Texts = Object.fromEntries(
    [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([text, key]) => [key, text]),
  );

  it('are all in package.nls.json, which has no others', () => {
    assert.deepEqual(only(used, english), []);
    assert.deepEqual(only(english, used), []);
  });

  it('are all in Chinese as well', () => {
    assert.deepEqual(only(english, chinese), []);
    assert.deepEqual(only(chinese, english), []);
    assert.deepEqual(
      untranslated(english, chinese).filter((key) => key !== 'displayName'),
      [],
    );
  });

  it('link to the same commands in both', () => {
    assert.deepEqual(differing(english, chinese, commandLinks), []);
  });
});
