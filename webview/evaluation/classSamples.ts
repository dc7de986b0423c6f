import * as l10n from '@vscode/l10n';
import type { ClassPredictions, Evaluation } from '../../src/protocol.js';
import { html, show } from '../dom.js';
import { formatCount, formatPercent, formatValue } from '../format.js';
import { createSampleTable, type SampleList } from '../predictions/sampleTable.js';
import type { Store } from '../store.js';
import { textButton } from '../toolkit.js';
import type { ConfusionCell } from './confusionTable.js';

/** The samples of a classification, the worst predicted first, or those of a cell of the confusion matrix. */
export interface ClassSamples {
  readonly element: HTMLElement;
  /** Whether the samples of the part are known. */
  readonly isShown: boolean;
  /** The cell whose samples are listed; null: the worst of all are. */
  readonly opened: ConfusionCell | null;
  /** Opens or closes a cell, as "truth,predicted". */
  toggle(cell: string): void;
  update(part: string, report: Evaluation | null): void;
}

export function createClassSamples(store: Store, changed: () => void): ClassSamples {
  const table = createSampleTable();
  const open = (cell: ConfusionCell | null): void => {
    opened = cell;
    changed();
  };
  const all = textButton(l10n.t('Show all classes'), () => open(null));
  const element = html('div', { class: 'class-samples' }, table.element, all);
  let opened: ConfusionCell | null = null;
  let isShown = false;
  let drawn: readonly unknown[] = [];
  return {
    element,
    get isShown() {
      return isShown;
    },
    get opened() {
      return opened;
    },
    toggle: (cell) => {
      const [truth, predicted] = cell.split(',').map(Number);
      const isOpen = opened?.truth === truth && opened.predicted === predicted;
      open(isOpen ? null : { truth, predicted });
    },
    update: (part, report) => {
      const predictions = part === 'test' ? undefined : store.classPredictions[part as 'training'];
      isShown = report?.task === 'classification' && predictions !== undefined;
      show(element, isShown);
      if (!predictions || report?.task !== 'classification') return;
      if (drawn[0] === predictions && drawn[1] === opened && drawn[2] === report) return;
      drawn = [predictions, opened, report];
      const names = report.confusion.map((_, k) => store.view?.facts?.classes?.[k] ?? String(k + 1));
      const count = opened ? report.confusion[opened.truth][opened.predicted] : predictions.samples;
      table.show(listOf(predictions, names, opened, count, report.calibration !== null));
      show(all, opened !== null);
    },
  };
}

function listOf(
  predictions: ClassPredictions,
  names: readonly string[],
  opened: ConfusionCell | null,
  count: number,
  areProbabilities: boolean,
): SampleList {
  const { part, rows, lines, truth, predicted, outputs } = predictions;
  const isWanted = (index: number): boolean =>
    !opened || (truth[index] === opened.truth && predicted[index] === opened.predicted);
  const indices = Array.from(rows, (_, index) => index).filter(isWanted);
  const text = (value: string) => ({ text: value, isNumber: false });
  return {
    caption: captionOf(names, opened, indices.length, count),
    part,
    headings: [
      l10n.t('Actual'),
      l10n.t('Predicted'),
      areProbabilities ? l10n.t('Probability of the actual class') : l10n.t('Output of the actual class'),
    ],
    samples: indices.map((index) => ({
      row: rows[index],
      line: lines?.[index] ?? null,
      cells: [
        text(names[truth[index]]),
        text(names[predicted[index]]),
        {
          text: areProbabilities ? formatPercent(outputs[index]) : formatValue(outputs[index]),
          isNumber: true,
        },
      ],
    })),
  };
}

function captionOf(
  names: readonly string[],
  opened: ConfusionCell | null,
  listed: number,
  count: number,
): string {
  if (!opened) return l10n.t('Worst predictions first');
  const [actual, predicted] = [names[opened.truth], names[opened.predicted]];
  return listed < count
    ? l10n.t('{0} predicted as {1}: the worst {2} of {3} samples', actual, predicted, formatCount(listed), formatCount(count))
    : l10n.t('{0} predicted as {1}. Samples: {2}', actual, predicted, formatCount(count)); // prettier-ignore
}
