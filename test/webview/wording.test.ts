import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** Returns the source of an exported function, without the differences between the editor and its pages. */
function sourceOf(file: string, name: string): string {
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf(`export function ${name}(`);
  assert.ok(start >= 0, `${file} has no function ${name}.`);
  return text
    .slice(start, text.indexOf('\n}\n', start))
    .replaceAll('vscode.l10n', 'l10n')
    .replace(/\s+/g, ' ');
}

describe('Words that both the editor and its pages show', () => {
  const copies = [
    ['stateWord', 'src/host/editor/wording.ts', 'webview/actions.ts'],
    ['tensorTitle', 'src/host/checks/checkWords.ts', 'webview/check/words.ts'],
  ] as const;

  for (const [name, host, page] of copies)
    it(`are the same in both copies of ${name}, because pages import no code of the editor’s side`, () => {
      assert.equal(sourceOf(page, name), sourceOf(host, name));
    });
});
