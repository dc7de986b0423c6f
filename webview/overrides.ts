import * as l10n from '@vscode/l10n';
import type { RunSettings } from '../src/protocol.js';
import { html, setText, show } from './dom.js';
import { differences, overrideWords } from './overrideWords.js';
import type { Shown } from './store.js';
import { textButton } from './toolkit.js';
import { post } from './vscode.js';

/** Creates the list of settings that differ from the file's, with a button that resets them. */
export function createOverrides(): { readonly element: HTMLElement; update(view: Shown): void } {
  let file: RunSettings | null = null;
  const words = html('span', { class: 'override-words' });
  const back = textButton(l10n.t('Use file values'), () => {
    if (file) post({ type: 'settings', settings: file });
  });
  const element = html('div', { class: 'overrides', role: 'status' }, words, back);
  const update = (view: Shown): void => {
    file = view.fileSettings;
    const text = overrideWords(view);
    setText(words, text);
    show(element, text !== '');
    show(back, differences(view.settings, view.fileSettings) !== '');
  };
  return { element, update };
}
