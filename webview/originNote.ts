import * as l10n from '@vscode/l10n';
import { isUnderWay } from './actions.js';
import { html, icon, setText, show } from './dom.js';
import { formatCount } from './format.js';
import type { Shown } from './store.js';
import { textButton } from './toolkit.js';
import { post } from './vscode.js';

/** Creates the line that says where a run's parameters come from, if not from its config alone. */
export function createOriginNote(): { readonly element: HTMLElement; update(view: Shown): void } {
  const branch = html('span', {});
  const edited = html('span', { class: 'edited' }, icon('edit'), ' ', l10n.t('Parameters changed by hand'));
  const reset = textButton(l10n.t('Reset weights'), () => post({ type: 'resetParameters' }));
  const element = html('div', { class: 'origin', role: 'status' }, branch, edited, reset);
  const update = (view: Shown): void => {
    const { status } = view;
    const text = branchText(view);
    setText(branch, text);
    show(branch, text !== '');
    show(edited, status?.edited === true);
    // A run that trains takes no changes.
    show(reset, status?.edited === true && (status.state === 'paused' || !isUnderWay(status.state)));
    show(element, text !== '' || status?.edited === true);
  };
  return { element, update };
}

function branchText({ status, runs }: Shown): string {
  const origin = status?.branchOf;
  if (!origin) return '';
  const epoch = formatCount(origin.epoch);
  const parent = runs.find(({ run }) => run === origin.run);
  return parent
    ? l10n.t('Branch of run {0} at epoch {1}', parent.number, epoch)
    : l10n.t('Branch of an earlier run at epoch {0}', epoch);
}
