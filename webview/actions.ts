import * as l10n from '@vscode/l10n';
import type { RunState, ViewCommand } from '../src/protocol.js';
import type { Shown } from './store.js';
import type { ButtonLook } from './toolkit.js';

export interface Action extends ButtonLook {
  readonly command: ViewCommand;
}

export type ActionName = 'primary' | 'stop' | 'reset' | 'step' | 'check';

/** Returns what each button of a run does in the current state, or why it is disabled. */
export function actionsOf(view: Shown): Readonly<Record<ActionName, Action>> {
  const state = view.status?.state ?? 'ready';
  return {
    primary: primary(view, state),
    stop: {
      command: 'stop',
      label: l10n.t('Stop'),
      icon: 'debug-stop',
      title: l10n.t('End this run and keep the parameters it has learned'),
      disabled: isUnderWay(state) ? null : nothingUnderWay(state),
    },
    reset: {
      command: 'reset',
      label: l10n.t('Reset'),
      icon: 'discard',
      title: l10n.t('Go back to the same initial parameters'),
      disabled: resetReason(view, state),
    },
    step: {
      command: 'step',
      label: l10n.t('Step'),
      icon: 'debug-step-over',
      title: view.kind === 'function' ? l10n.t('Do one step') : l10n.t('Train one epoch'),
      disabled: stepReason(view, state),
    },
    check: check(view),
  };
}

function check(view: Shown): Action {
  if (view.check.running) {
    const title = l10n.t('End this check and keep the results of the last one');
    return {
      command: 'cancelCheck',
      label: l10n.t('Cancel check'),
      icon: 'debug-stop',
      title,
      disabled: null,
    };
  }
  return {
    command: 'checkGradients',
    label: l10n.t('Check gradients'),
    icon: 'beaker',
    title: l10n.t('Compare backpropagation with difference quotients'),
    disabled:
      view.kind === 'function' ? l10n.t('A plain function has no gradients to check.') : startReason(view),
  };
}

function primary(view: Shown, state: RunState): Action {
  if (state === 'training' || state === 'loading') {
    const disabled = state === 'loading' ? l10n.t('The data is still being loaded.') : null;
    const title = l10n.t('Pause; the run can be resumed');
    return { command: 'pause', label: l10n.t('Pause'), icon: 'debug-pause', title, disabled };
  }
  if (state === 'paused') {
    const title = l10n.t('Continue from here');
    return { command: 'resume', label: l10n.t('Resume'), icon: 'debug-continue', title, disabled: null };
  }
  const title = state === 'ready' ? l10n.t('Start training') : l10n.t('Train again from the start');
  return { command: 'train', label: l10n.t('Train'), icon: 'play', title, disabled: startReason(view) };
}

export function isUnderWay(state: RunState): boolean {
  return state === 'loading' || state === 'training' || state === 'paused';
}

function nothingUnderWay(state: RunState): string {
  return state === 'ready' ? l10n.t('No run is in progress.') : l10n.t('The run has ended.');
}

function startReason({ problems: { blocking } }: Shown): string | null {
  return blocking && l10n.t('The file can’t be trained yet: {0}', blocking);
}

function resetReason(view: Shown, state: RunState): string | null {
  const atStart = state === 'ready' && (view.status?.epoch ?? 0) === 0;
  if (atStart) return l10n.t('The run is already at the start.');
  if (state === 'loading') return l10n.t('The data is still being loaded.');
  return startReason(view);
}

function stepReason(view: Shown, state: RunState): string | null {
  switch (state) {
    case 'ready':
      return startReason(view);
    case 'loading':
      return l10n.t('The data is still being loaded.');
    case 'training':
      return l10n.t('The run is in progress. Pause it first.');
    case 'paused':
      return null;
    case 'stopped':
    case 'done':
    case 'failed':
      return l10n.t('The run has ended. Reset it first.');
  }
}

/** @param isBlocked whether a problem keeps a run from starting */
export function stateWord(state: RunState, isBlocked = false): string {
  switch (state) {
    case 'ready':
      return isBlocked ? l10n.t('Not ready') : l10n.t('Ready');
    case 'loading':
      return l10n.t('Loading');
    case 'training':
      return l10n.t('Training');
    case 'paused':
      return l10n.t('Paused');
    case 'stopped':
      return l10n.t('Stopped');
    case 'done':
      return l10n.t('Done');
    case 'failed':
      return l10n.t('Failed');
  }
}

export const stateIcons: Readonly<Record<RunState, string>> = {
  ready: 'circle-large-outline',
  loading: 'loading',
  training: 'pulse',
  paused: 'debug-pause',
  stopped: 'debug-stop',
  done: 'pass',
  failed: 'error',
};
