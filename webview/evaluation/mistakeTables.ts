import * as l10n from '@vscode/l10n';
import type { ClassificationReport } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatCount, formatPercent } from '../format.js';

/** Creates the tables of the most frequent confusions and of the most confident mistakes, where there are any. */
export function mistakeTables(report: ClassificationReport, names: readonly string[]): HTMLElement[] {
  const { confusedPairs, confidentMistakes, calibration } = report;
  const name = (k: number): HTMLElement => html('td', { title: names[k] }, names[k]);
  const pairs = confusedPairs.map(({ truth, predicted, count }) =>
    html('tr', {}, name(truth), name(predicted), number(formatCount(count))),
  );
  const hasRows = confidentMistakes.some(({ rowIndex }) => rowIndex !== null);
  const mistakes = confidentMistakes.map(({ sampleIndex, rowIndex, truth, predicted, confidence }) =>
    html(
      'tr',
      {},
      html('th', { scope: 'row', class: 'number' }, formatCount((rowIndex ?? sampleIndex) + 1)),
      name(truth),
      name(predicted),
      // Without probabilities, the output is not a confidence in percent.
      ...(calibration ? [number(formatPercent(confidence))] : []),
    ),
  );
  const classes = [l10n.t('True class'), l10n.t('Predicted class')];
  return [
    ...(pairs.length > 0
      ? [table('confusions', l10n.t('Most frequent confusions'), [...classes, l10n.t('Samples')], pairs)]
      : []),
    ...(mistakes.length > 0
      ? [
          table(
            'confusions mistakes',
            l10n.t('Most confident mistakes'),
            [
              hasRows ? l10n.t('Row') : l10n.t('Sample'),
              ...classes,
              ...(calibration ? [l10n.t('Confidence')] : []),
            ],
            mistakes,
          ),
        ]
      : []),
  ];
}

const number = (text: string): HTMLElement => html('td', { class: 'number' }, text);

function table(
  name: string,
  caption: string,
  headings: readonly string[],
  rows: readonly HTMLElement[],
): HTMLElement {
  return html(
    'table',
    { class: name },
    html('caption', {}, caption),
    html('thead', {}, html('tr', {}, ...headings.map((text) => html('th', { scope: 'col' }, text)))),
    html('tbody', {}, ...rows),
  );
}
