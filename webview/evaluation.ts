import * as l10n from '@vscode/l10n';
import type { ClassificationReport, Evaluation, RegressionReport } from '../src/protocol.js';
import { html, show } from './dom.js';
import { formatCount, formatValue } from './format.js';
import { createPredictions } from './predictions/predictions.js';
import type { Store } from './store.js';
import { dropdown } from './toolkit.js';
import { remember, remembered } from './vscode.js';

type Part = 'training' | 'validation';

/**
 * The largest number of classes for which the matrix is shown. With more, the largest confusions are listed instead.
 */
const mostClasses = 20;
const mostConfusions = 12;

/** Creates the evaluation of the predictions: confusion matrix, precision and recall, or R² and RMSE. */
export function createEvaluation(store: Store): { readonly element: HTMLElement; update(): void } {
  let part: Part = remembered().part ?? 'validation';
  const parts = { validation: l10n.t('Validation data'), training: l10n.t('Training data') };
  const choice = dropdown(l10n.t('Data'), parts, part, (chosen) => {
    part = chosen;
    remember({ part });
    update();
  });
  const which = html('span', { class: 'muted' });
  const body = html('div', { class: 'evaluation-body' });
  const header = html(
    'div',
    { class: 'section-header' },
    html('h2', {}, l10n.t('Predictions')),
    which,
    choice,
  );
  const predictions = createPredictions(store);
  const element = html(
    'section',
    { class: 'evaluation', 'aria-label': l10n.t('Predictions') },
    header,
    body,
    predictions.element,
  );
  let drawn: Evaluation | null = null;
  const update = (): void => {
    if (!store.view) return;
    const { evaluation, facts } = store.view;
    const both = evaluation.training !== null && evaluation.validation !== null;
    const available = both ? part : evaluation.validation ? 'validation' : 'training';
    const report = evaluation[available];
    show(element, report !== null);
    show(choice, both);
    which.textContent = both ? '' : parts[available];
    if (report && report !== drawn) body.replaceChildren(...reportElements(report, facts?.classes ?? []));
    drawn = report;
    predictions.update();
  };
  return { element, update };
}

function reportElements(report: Evaluation, classes: readonly string[]): HTMLElement[] {
  if (report.task === 'regression') return [regression(report)];
  const names = report.confusion.map((_, index) => classes[index] ?? String(index + 1));
  const table =
    names.length <= mostClasses ? confusionTable(report, names) : largestConfusions(report, names);
  return [
    html(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': l10n.t('Confusion matrix') },
      table,
    ),
  ];
}

function regression({ r2, rmse }: RegressionReport): HTMLElement {
  const figure = (name: string, value: string): HTMLElement =>
    html('div', { class: 'figure' }, html('dt', {}, name), html('dd', {}, value));
  const explained = r2 === null ? l10n.t('undefined, because all targets are equal') : formatValue(r2);
  return html('dl', { class: 'figures' }, figure('R²', explained), figure('RMSE', formatValue(rmse)));
}

function confusionTable(
  { confusion, precision, recall }: ClassificationReport,
  names: readonly string[],
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
    const cells = counts.map((count, predicted) => countCell(count, total, truth === predicted));
    return html('tr', {}, head(names[truth], 'row'), ...cells, share(recall[truth]));
  });
  const last = html('tr', {}, head(l10n.t('Precision, %'), 'row'), ...precision.map(share), html('td', {}));
  const caption = html('caption', {}, l10n.t('Rows are the true classes, columns the predicted classes.'));
  return html(
    'table',
    { class: names.length > 6 ? 'confusion many' : 'confusion' },
    caption,
    html('thead', {}, columns),
    html('tbody', {}, ...rows, last),
  );
}

/** Creates a cell tinted by its share of the row: correct predictions in one color, confusions in the other. */
function countCell(count: number, total: number, right: boolean): HTMLElement {
  const cell = html('td', { class: right ? 'right' : 'wrong' }, formatCount(count));
  cell.style.setProperty('--share', total > 0 ? `${((count / total) * 60).toFixed(1)}%` : '0%');
  return cell;
}

function share(value: number | null): HTMLElement {
  return html('td', { class: 'share' }, value === null ? '–' : (value * 100).toFixed(1));
}

function largestConfusions({ confusion }: ClassificationReport, names: readonly string[]): HTMLElement {
  const wrong = confusion.flatMap((counts, truth) =>
    counts
      .map((count, predicted) => ({ truth, predicted, count }))
      .filter((cell) => cell.truth !== cell.predicted && cell.count > 0),
  );
  wrong.sort((a, b) => b.count - a.count);
  const rows = wrong
    .slice(0, mostConfusions)
    .map(({ truth, predicted, count }) =>
      html(
        'tr',
        {},
        html('td', { title: names[truth] }, names[truth]),
        html('td', { title: names[predicted] }, names[predicted]),
        html('td', {}, formatCount(count)),
      ),
    );
  const headings = [l10n.t('True class'), l10n.t('Predicted class'), l10n.t('Samples')];
  const head = html(
    'thead',
    {},
    html('tr', {}, ...headings.map((text) => html('th', { scope: 'col' }, text))),
  );
  const caption = html(
    'caption',
    {},
    l10n.t('The most frequent confusions among {0} classes.', names.length),
  );
  return html('table', { class: 'confusions' }, caption, head, html('tbody', {}, ...rows));
}
