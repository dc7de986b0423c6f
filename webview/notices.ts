import * as l10n from '@vscode/l10n';
import type { NotSeparable, Outcome, ViewCommand } from '../src/protocol.js';
import { formatCount, formatValue } from './format.js';
import { isUnderWay } from './actions.js';
import type { Shown } from './store.js';

export interface Notice {
  readonly kind: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly command: ViewCommand };
}

/** Returns what a reader should know about the file and the run beyond its numbers. */
export function noticesOf(view: Shown): Notice[] {
  const { status } = view;
  const found = [
    fileNotice(view),
    status?.stale ? stale(isUnderWay(status.state)) : null,
    failureNotice(view),
    outcomeNotice(status?.outcome),
  ];
  return found.filter((notice) => notice !== null);
}

function fileNotice({ problems }: Shown): Notice | null {
  if (problems.blocking === null) return null;
  return {
    kind: 'error',
    title: l10n.t('The file can’t be run yet.'),
    text: problems.blocking,
    ...(problems.errors + problems.warnings > 0 && {
      action: { label: l10n.t('Show problems'), command: 'showProblems' },
    }),
  };
}

function stale(goesOn: boolean): Notice {
  return {
    kind: 'warning',
    title: l10n.t('The file has changed since this run started.'),
    text: goesOn
      ? l10n.t('The run goes on with what it started with. The next one takes the new text.')
      : l10n.t('What you see is what came of the earlier text. The next run takes the new one.'),
  };
}

function failureNotice({ status, problems }: Shown): Notice | null {
  if (problems.blocking !== null && status?.error === problems.blocking) return null;
  if (status?.state === 'failed')
    return { kind: 'error', title: l10n.t('The run failed.'), text: status.error ?? '' };
  if (!status?.error) return null;
  if (status.state === 'ready')
    return { kind: 'error', title: l10n.t('The file can’t be run yet.'), text: status.error };
  return { kind: 'warning', title: l10n.t('The run did not go on.'), text: status.error };
}

function outcomeNotice(outcome: Outcome | null | undefined): Notice | null {
  switch (outcome?.kind) {
    case 'converged':
      return {
        kind: 'info',
        title: l10n.t('Converged.'),
        text: l10n.t('A whole epoch without a mistake: nothing would change any more.'),
      };
    case 'stoppedEarly':
      return {
        kind: 'info',
        title: l10n.t('Stopped early.'),
        text: outcome.restored
          ? l10n.t(
              'Epoch {0} was the best; its parameters are back in place.',
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
    'The point {0} lies between samples of one class ({1}) and also between samples of the other ({2}). A line would have to leave it on both of its sides. A second layer can do it.',
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
