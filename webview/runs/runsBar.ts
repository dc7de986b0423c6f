import * as l10n from '@vscode/l10n';
import type { RunRecord, RunsAction } from '../../src/protocol.js';
import { isUnderWay } from '../actions.js';
import { html, setText } from '../dom.js';
import { formatCount } from '../format.js';
import type { Shown } from '../store.js';
import { button, type ButtonLook } from '../toolkit.js';

const actions: readonly RunsAction[] = ['compare', 'restore', 'branch', 'rename', 'delete', 'export'];

/** Creates the buttons of what can be done with the selected runs, each with the reason why it is disabled. */
export function createRunsBar(act: (action: RunsAction) => void): {
  readonly element: HTMLElement;
  update(view: Shown, selected: readonly RunRecord[]): void;
} {
  const handles = actions.map((action) => {
    const handle = button('secondary', () => act(action));
    handle.element.classList.add(`button-${action}`);
    return { action, handle };
  });
  const count = html('span', { class: 'muted runs-count', role: 'status' });
  const buttons = html('div', { class: 'controls' }, ...handles.map(({ handle }) => handle.element));
  const element = html('div', { class: 'runs-bar' }, buttons, count);
  const update = (view: Shown, selected: readonly RunRecord[]): void => {
    for (const { action, handle } of handles) handle.look(lookOf(action, view, selected));
    setText(count, countText(selected.length));
  };
  return { element, update };
}

function countText(count: number): string {
  if (count === 0) return l10n.t('Select two or more runs to compare them.');
  return count === 1
    ? l10n.t('1 run selected. Select another one to compare them.')
    : l10n.t('{0} runs selected', formatCount(count));
}

/** Returns how a button looks for the selected runs. */
export function lookOf(action: RunsAction, view: Shown, selected: readonly RunRecord[]): ButtonLook {
  const none = selected.length === 0 ? l10n.t('Select a run first.') : null;
  const notOne = selected.length === 1 ? null : l10n.t('Select one run first.');
  switch (action) {
    case 'compare':
      return {
        label: l10n.t('Compare Configs'),
        icon: 'diff',
        title:
          selected.length === 1
            ? l10n.t('Show the text of this run beside the present file')
            : l10n.t('Show the texts of the two runs side by side'),
        disabled:
          selected.length === 1 || selected.length === 2 ? null : l10n.t('Select one or two runs first.'),
      };
    case 'restore':
      return {
        label: l10n.t('Restore Settings'),
        icon: 'history',
        title: l10n.t('Write the text of this run into the file; undo reverts it'),
        disabled: notOne,
      };
    case 'branch':
      return {
        label: l10n.t('Branch'),
        icon: 'git-branch',
        title: l10n.t('Start a run that continues from the end of this run, with the present settings'),
        disabled: notOne ?? branchReason(view, selected[0]),
      };
    case 'rename':
      return {
        label: l10n.t('Rename'),
        icon: 'edit',
        title: l10n.t('Give this run a name; runs with a name are kept longest'),
        disabled: notOne,
      };
    case 'delete':
      return {
        label: l10n.t('Delete'),
        icon: 'trash',
        title: l10n.t('Delete the selected runs; this can be undone'),
        disabled: none ?? deleteReason(selected),
      };
    case 'export':
      return {
        label: l10n.t('Export as CSV'),
        icon: 'export',
        title: l10n.t('Write the metrics of the selected runs to a file'),
        disabled: none,
      };
  }
}

function branchReason({ settings }: Shown, { hasState, epochs, state }: RunRecord): string | null {
  if (isUnderWay(state) && state !== 'paused') return l10n.t('The run is in progress. Pause it first.');
  if (!hasState) return l10n.t('The last state of this run is not kept.');
  if (!settings) return l10n.t('The file can’t be trained yet.');
  return settings.epochs > epochs
    ? null
    : l10n.t(
        'The next run ends at epoch {0}, but it would begin at epoch {1}. Increase the number of epochs first.',
        formatCount(settings.epochs),
        formatCount(epochs),
      );
}

function deleteReason(selected: readonly RunRecord[]): string | null {
  const isTraining = selected.every(({ state }) => isUnderWay(state) && state !== 'paused');
  return isTraining ? l10n.t('A run that trains cannot be deleted. Stop it first.') : null;
}
