import * as l10n from '@vscode/l10n';
import type { AlarmView, NotSeparable, Outcome, RunStatus, ViewCommand } from '../src/protocol.js';
import { formatCount, formatValue } from './format.js';
import { isUnderWay } from './actions.js';
import type { Shown } from './store.js';

export interface Notice {
  readonly kind: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly command: ViewCommand };
}

const weights = { error: 0, warning: 1, info: 2 } as const;

/** Returns what a reader should know about the file and the run beyond its numbers, the most important first. */
export function noticesOf(view: Shown): Notice[] {
  const { status } = view;
  const found = [
    fileNotice(view),
    status?.stale ? stale(isUnderWay(status.state)) : null,
    failureNotice(view),
    ...view.alarms.map(alarmNotice),
    outcomeNotice(status?.outcome),
  ];
  return found.filter((notice) => notice !== null).sort((a, b) => weights[a.kind] - weights[b.kind]);
}

function alarmNotice({ title, severity, message }: AlarmView): Notice {
  const action = { label: l10n.t('Show problems'), command: 'showProblems' } as const;
  return { kind: severity, title: l10n.t('{0}.', title), text: message, action };
}

function fileNotice({ problems }: Shown): Notice | null {
  if (problems.blocking === null) return null;
  return {
    kind: 'error',
    title: l10n.t('The file can’t be trained yet.'),
    text: problems.blocking,
    ...(problems.errors + problems.warnings > 0 && {
      action: { label: l10n.t('Show problems'), command: 'showProblems' },
    }),
  };
}

function stale(continues: boolean): Notice {
  return {
    kind: 'warning',
    title: l10n.t('The file has changed since this run started.'),
    text: continues
      ? l10n.t('This run continues with the config that it started with. The next run uses the new text.')
      : l10n.t('The results shown belong to the earlier text. The next run uses the new text.'),
  };
}

function failureNotice({ status, problems }: Shown): Notice | null {
  if (problems.blocking !== null && status?.error === problems.blocking) return null;
  if (status?.state === 'failed')
    return {
      kind: 'error',
      title: l10n.t('The run failed.'),
      text: status.error ?? '',
      ...(canStepTo(status) && { action: { label: l10n.t('Show the step'), command: 'stepToFailure' } }),
    };
  if (!status?.error) return null;
  if (status.state === 'ready')
    return { kind: 'error', title: l10n.t('The file can’t be trained yet.'), text: status.error };
  return { kind: 'warning', title: l10n.t('The run could not continue.'), text: status.error };
}

/** Whether the Step view can show the operation in which the run failed. */
const canStepTo = ({ outcome, stale }: RunStatus): boolean =>
  !stale && outcome?.kind === 'failed' && typeof outcome.failure.operation?.pass === 'string';

function outcomeNotice(outcome: Outcome | null | undefined): Notice | null {
  switch (outcome?.kind) {
    case 'converged':
      return {
        kind: 'info',
        title: l10n.t('Converged.'),
        text: l10n.t(
          'Every sample was classified correctly for a whole epoch, so further training would change nothing.',
        ),
      };
    case 'stoppedEarly':
      return {
        kind: 'info',
        title: l10n.t('Stopped early.'),
        text: outcome.restored
          ? l10n.t(
              'Epoch {0} was the best, and its parameters were restored.',
              formatCount(outcome.bestEpoch),
            )
          : l10n.t('Epoch {0} was the best.', formatCount(outcome.bestEpoch)),
      };
    case 'completed':
      return outcome.notSeparable ? notSeparable(outcome.notSeparable) : null;
    case 'failed':
    case undefined:
      return null;
  }
}

function notSeparable({ point, positive, negative }: NotSeparable): Notice {
  const where = `(${point.map((value) => formatShort(value)).join(', ')})`;
  const text = l10n.t(
    'The point {0} lies between samples of one class ({1}) and also between samples of the other ({2}), so it would have to be on both sides of the line. Add a second layer.',
    where,
    samplesText(positive),
    samplesText(negative),
  );
  return { kind: 'info', title: l10n.t('No line can separate the two classes.'), text };
}

/** Formats sample numbers, which count from 1 for a reader. */
function samplesText(samples: NotSeparable['positive']): string {
  return samples
    .map(({ sample, weight }) => l10n.t('{0} × sample {1}', formatShort(weight), sample + 1))
    .join(' + ');
}

function formatShort(value: number): string {
  return Number.isInteger(value * 1000) ? String(value) : formatValue(value, 3);
}
