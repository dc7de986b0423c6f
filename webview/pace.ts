import * as l10n from '@vscode/l10n';
import { html } from './dom.js';
import type { Shown } from './store.js';
import { dropdown } from './toolkit.js';
import { post } from './vscode.js';

/** Creates the choice of how fast runs train, which holds for all configs. */
export function createPace(): { readonly element: HTMLElement; update(view: Shown): void } {
  const names = { fast: l10n.t('Fast'), watch: l10n.t('Watch') };
  const choice = dropdown(l10n.t('Pace'), names, 'fast', (pace) => post({ type: 'pace', pace }));
  choice.title = l10n.t('Fast: as fast as possible. Watch: slowly at first, so that each epoch can be seen.');
  const element = html('div', { class: 'pace', 'data-hand': 'pace' }, choice);
  const update = ({ pace }: Shown): void => {
    if (choice.value !== pace) choice.value = pace;
  };
  return { element, update };
}
