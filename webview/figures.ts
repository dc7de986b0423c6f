import * as l10n from '@vscode/l10n';
import { formatCount, formatDuration, formatPercent, formatRate, formatWithin } from './format.js';
import { hasFinite, type HistoryStore } from './history.js';
import type { Shown, Store } from './store.js';

export interface Figure {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** The number of digits to reserve space for, so that nothing moves while the value changes. */
  readonly width: number;
}

/**
 * Returns which columns of the history the view's run has. They are known before the first epoch once the data is
 * loaded.
 */
export function measuredBy(view: Shown, history: HistoryStore): { validation: boolean; accuracy: boolean } {
  if (view.kind === 'function') return { validation: false, accuracy: false };
  if (view.facts && history.length === 0) {
    return { validation: view.facts.validationSamples > 0, accuracy: view.facts.classes !== null };
  }
  return {
    validation: hasFinite(history.column('validationLoss')),
    accuracy: hasFinite(history.column('accuracy')),
  };
}

/** Returns the numbers of the run bar. */
export function figuresOf({ view, history }: Store, elapsedMs: number, rate: number): Figure[] {
  if (!view) return [];
  const isFunction = view.kind === 'function';
  const measured = measuredBy(view, history);
  const rateLabel = isFunction ? l10n.t('Steps/s') : l10n.t('Epochs/s');
  return [
    epochFigure(view),
    ...(isFunction ? functionFigures(history) : lossFigures(history, measured.validation)),
    ...(measured.accuracy ? [accuracyFigure(history, measured.validation)] : []),
    {
      id: 'elapsed',
      label: l10n.t('Elapsed'),
      value: view.status ? formatDuration(elapsedMs) : '–',
      width: 6,
    },
    { id: 'rate', label: rateLabel, value: formatRate(rate), width: 6 },
  ];
}

function epochFigure({ kind, status, settings }: Shown): Figure {
  const epochs = status?.epochs ?? settings?.epochs;
  const planned = epochs === undefined ? '–' : formatCount(epochs);
  const label = kind === 'function' ? l10n.t('Step') : l10n.t('Epoch');
  const value = `${formatCount(status?.epoch ?? 0)} / ${planned}`;
  return { id: 'epoch', label, value, width: planned.length * 2 + 3 };
}

function lossFigures(history: HistoryStore, validation: boolean): Figure[] {
  const loss = number('loss', l10n.t('Loss'), history.last('loss'));
  if (!validation) return [loss];
  return [loss, number('validation-loss', l10n.t('Validation loss'), history.last('validationLoss'))];
}

function functionFigures(history: HistoryStore): Figure[] {
  const value = number('loss', 'f(x, y)', history.last('loss'));
  return [value, number('x', 'x', history.last('x')), number('y', 'y', history.last('y'))];
}

function accuracyFigure(history: HistoryStore, validation: boolean): Figure {
  const label = validation ? l10n.t('Validation accuracy') : l10n.t('Accuracy');
  const value = history.last(validation ? 'validationAccuracy' : 'accuracy');
  return { id: 'accuracy', label, value: formatPercent(value), width: 7 };
}

/** Creates a figure. NaN means "no value yet"; a run whose loss became NaN has failed and reports it in its state. */
function number(id: string, label: string, value: number): Figure {
  const width = 9;
  const text = Number.isNaN(value) ? '–' : formatWithin(value, 5, ({ length }) => length <= width);
  return { id, label, value: text, width };
}
