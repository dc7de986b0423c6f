import * as l10n from '@vscode/l10n';
import type { ClassificationReport } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatCount } from '../format.js';

/** A cell of the matrix by the indices of its classes. */
export interface ConfusionCell {
  readonly truth: number;
  readonly predicted: number;
}

/** Creates the confusion matrix with the recall of each row and the precision of each column. */
export function confusionTable(
  { confusion, precision, recall }: ClassificationReport,
  names: readonly string[],
  /** The cell whose samples are listed; undefined where no cell can be opened. */
  opened?: ConfusionCell | null,
): HTMLElement {
  const head = (text: string, scope = 'col'): HTMLElement => html('th', { scope, title: text }, text);
  const columns = html(
    'tr',
    {},
    html('td', {}),
    ...names.map((name) => head(name)),
    head(l10n.t('Recall, %')),
  );
  const rows = confusion.map((counts, truth) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count, predicted) => {
      const cell = countCell(count, total, truth === predicted);
      if (opened !== undefined && count > 0) addButton(cell, { truth, predicted }, names, opened);
      return cell;
    });
    return html('tr', {}, head(names[truth], 'row'), ...cells, shareCell(recall[truth]));
  });
  const last = html(
    'tr',
    {},
    head(l10n.t('Precision, %'), 'row'),
    ...precision.map(shareCell),
    html('td', {}),
  );
  const caption = html('caption', {}, l10n.t('Rows are the true classes, columns the predicted classes.'));
  return html(
    'table',
    { class: names.length > 6 ? 'confusion many' : 'confusion' },
    caption,
    html('thead', {}, columns),
    html('tbody', {}, ...rows, last),
  );
}

/** Puts a cell's count on a button that lists its samples. */
function addButton(
  cell: HTMLElement,
  { truth, predicted }: ConfusionCell,
  names: readonly string[],
  opened: ConfusionCell | null,
): void {
  const isOpen = opened?.truth === truth && opened.predicted === predicted;
  const title = l10n.t('List the samples of {0} that are predicted as {1}', names[truth], names[predicted]);
  const count = cell.textContent;
  const attributes = { type: 'button', class: 'link', 'data-cell': `${truth},${predicted}`, title };
  cell.replaceChildren(
    html(
      'button',
      { ...attributes, 'aria-label': `${count}: ${title}`, 'aria-pressed': String(isOpen) },
      count,
    ),
  );
}

/** Creates a cell tinted by its share of the row: correct predictions in one color, confusions in the other. */
function countCell(count: number, total: number, right: boolean): HTMLElement {
  const cell = html('td', { class: right ? 'right' : 'wrong' }, formatCount(count));
  cell.style.setProperty('--share', total > 0 ? `${((count / total) * 60).toFixed(1)}%` : '0%');
  return cell;
}

/** Creates a cell with a fraction in percent; a dash where it is undefined. */
export function shareCell(value: number | null): HTMLElement {
  return html('td', { class: 'share' }, value === null ? '–' : (value * 100).toFixed(1));
}
