import * as l10n from '@vscode/l10n';
import type { HistoryColumn } from '../src/protocol.js';
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

/** Returns the numbers of the run bar, which are those of the epoch that the pictures show. */
export function figuresOf(store: Store, elapsedMs: number, rate: number): Figure[] {
  const { view, history, shownIndex } = store;
  if (!view) return [];
  const value: Reading = (name) => history.at(name, shownIndex);
  const isFunction = view.kind === 'function';
  const measured = measuredBy(view, history);
  const rateLabel = isFunction ? l10n.t('Steps/s') : l10n.t('Epochs/s');
  return [
    epochFigure(view, store.isEarlier ? value('epoch') : (view.status?.epoch ?? 0)),
    ...(isFunction ? functionFigures(value) : lossFigures(value, measured.validation)),
    ...(measured.accuracy ? [accuracyFigure(value, measured.validation)] : []),
    {
      id: 'elapsed',
      label: l10n.t('Elapsed'),
      value: view.status ? formatDuration(elapsedMs) : '–',
      width: 6,
    },
    { id: 'rate', label: rateLabel, value: formatRate(rate), width: 6 },
    ...testFigures(view),
  ];
}

/** Returns a metric of the shown epoch. */
type Reading = (name: HistoryColumn) => number;

function epochFigure({ kind, status, settings }: Shown, epoch: number): Figure {
  const epochs = status?.epochs ?? settings?.epochs;
  const planned = epochs === undefined ? '–' : formatCount(epochs);
  const label = kind === 'function' ? l10n.t('Step') : l10n.t('Epoch');
  const value = `${formatCount(epoch)} / ${planned}`;
  return { id: 'epoch', label, value, width: planned.length * 2 + 3 };
}

function lossFigures(value: Reading, validation: boolean): Figure[] {
  const loss = number('loss', l10n.t('Loss'), value('loss'));
  if (!validation) return [loss];
  return [loss, number('validation-loss', l10n.t('Validation loss'), value('validationLoss'))];
}

function functionFigures(value: Reading): Figure[] {
  const height = number('loss', 'f(x, y)', value('loss'));
  return [height, number('x', 'x', value('x')), number('y', 'y', value('y'))];
}

function accuracyFigure(value: Reading, validation: boolean): Figure {
  const label = validation ? l10n.t('Validation accuracy') : l10n.t('Accuracy');
  const share = value(validation ? 'validationAccuracy' : 'accuracy');
  return { id: 'accuracy', label, value: formatPercent(share), width: 7 };
}

/** Returns the scores on the test samples, which a run has once it is done. */
function testFigures({ test }: Shown): Figure[] {
  if (!test) return [];
  const { loss, evaluation } = test;
  const score =
    evaluation.task === 'classification'
      ? { label: l10n.t('Test accuracy'), value: formatPercent(evaluation.accuracy) }
      : { label: l10n.t('Test R²'), value: number('', '', evaluation.r2 ?? NaN).value };
  return [number('test-loss', l10n.t('Test loss'), loss), { id: 'test-score', width: 7, ...score }];
}

/** Creates a figure. NaN means "no value yet"; a run whose loss became NaN has failed and reports it in its state. */
function number(id: string, label: string, value: number): Figure {
  const width = 9;
  const text = Number.isNaN(value) ? '–' : formatWithin(value, 5, ({ length }) => length <= width);
  return { id, label, value: text, width };
}
