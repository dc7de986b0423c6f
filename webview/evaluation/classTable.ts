import * as l10n from '@vscode/l10n';
import type { ClassificationReport } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatCount } from '../format.js';
import { shareCell } from './confusionTable.js';

/** Creates the table of the figures of each class, with their means. */
export function classTable(report: ClassificationReport, names: readonly string[]): HTMLElement {
  const { precision, recall, f1, support, macro } = report;
  const headings = [
    l10n.t('Class'),
    l10n.t('Precision, %'),
    l10n.t('Recall, %'),
    l10n.t('F1, %'),
    l10n.t('Samples'),
  ];
  const row = (name: string, figures: readonly (number | null)[], samples: number): HTMLElement =>
    html(
      'tr',
      {},
      html('th', { scope: 'row', title: name }, name),
      ...figures.map(shareCell),
      html('td', { class: 'number' }, formatCount(samples)),
    );
  const total = support.reduce((sum, count) => sum + count, 0);
  return html(
    'table',
    { class: 'class-figures' },
    html('caption', {}, l10n.t('Figures of each class')),
    html('thead', {}, html('tr', {}, ...headings.map((text) => html('th', { scope: 'col' }, text)))),
    html('tbody', {}, ...names.map((name, k) => row(name, [precision[k], recall[k], f1[k]], support[k]))),
    html('tfoot', {}, row(l10n.t('Mean of the classes'), [macro.precision, macro.recall, macro.f1], total)),
  );
}
