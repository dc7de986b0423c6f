import * as l10n from '@vscode/l10n';
import type { Predictions } from '../../src/protocol.js';
import type { Description } from '../diagram/describe.js';
import { html, setText, show } from '../dom.js';
import { formatCount, formatValue } from '../format.js';
import type { Store } from '../store.js';
import { dropdown } from '../toolkit.js';
import { createSampleTable, type SampleList } from './sampleTable.js';
import { Scatter } from './scatter.js';
import { fitDots, fitExtent, pairsOf, residualDots, residualExtent, worstOf, type Pairs } from './view.js';

/** The largest number of samples in the table of the largest errors. */
const mostRows = 500;

/** Creates the predictions of a regression: predicted against actual values, residuals, and the largest errors. */
export function createPredictions(store: Store): { readonly element: HTMLElement; update(): void } {
  let pairs: Pairs | null = null;
  const describe = (index: number): Description => descriptionOf(pairs!, index);
  const fit = new Scatter('fit', describe);
  const residuals = new Scatter('residuals', describe);
  const which = html('span', { class: 'muted' });
  const choice = html('span', {});
  const table = createSampleTable();
  const figure = (title: string, picture: HTMLElement): HTMLElement =>
    html('div', { class: 'scatter' }, html('h3', {}, title), picture);
  const element = html(
    'div',
    { class: 'regression' },
    html('div', { class: 'scatter-header' }, which, choice),
    html(
      'div',
      { class: 'scatters' },
      figure(l10n.t('Predicted against actual'), fit.element),
      figure(l10n.t('Residuals'), residuals.element),
    ),
    table.element,
  );
  let column = 0;
  let named = '';
  let drawn: readonly unknown[] = [];
  const offer = (names: readonly string[]): void => {
    if (names.join('\n') === named) return;
    named = names.join('\n');
    column = 0;
    const options: Readonly<Record<string, string>> = Object.fromEntries(
      names.map((name, index) => [String(index), name]),
    );
    const chooser = (): HTMLElement =>
      dropdown<string>(l10n.t('Output'), options, '0', (value) => {
        column = Number(value);
        update();
      });
    choice.replaceChildren(...(names.length > 1 ? [chooser()] : []));
  };
  const update = (): void => {
    const { predictions, view } = store;
    show(element, predictions !== null);
    if (!predictions) return;
    const names = (view?.facts?.targetNames ?? []).slice(0, predictions.columns);
    offer(names);
    if (drawn[0] === predictions && drawn[1] === column) return;
    drawn = [predictions, column];
    pairs = pairsOf(predictions, column);
    setText(which, samplesText(predictions));
    draw(pairs, names[column] ?? '', fit, residuals);
    table.show(largestErrors(predictions, pairs));
  };
  return { element, update };
}

function draw(pairs: Pairs, name: string, fit: Scatter, residuals: Scatter): void {
  const square = fitExtent(pairs);
  const [low, high] = [square.xMin, square.xMax];
  const dots = fitDots(pairs);
  const count = formatCount(dots.length);
  fit.show(
    {
      dots,
      extent: square,
      names: [l10n.t('actual {0}', name), l10n.t('predicted {0}', name)],
      line: [[low, low], [high, high]],
    },
    l10n.t('Predicted against actual values of {0}, {1} samples; the dashed line is a prediction without error', name, count),
  ); // prettier-ignore
  const extent = residualExtent(pairs);
  residuals.show(
    {
      dots: residualDots(pairs),
      extent,
      names: [l10n.t('predicted {0}', name), l10n.t('predicted − actual')],
      line: [[extent.xMin, 0], [extent.xMax, 0]],
    },
    l10n.t('Residuals of {0} over the predicted values, {1} samples', name, count),
  ); // prettier-ignore
}

function samplesText({ part, samples, rows }: Predictions): string {
  const all = formatCount(samples);
  if (rows.length < samples) {
    const shown = formatCount(rows.length);
    return part === 'validation'
      ? l10n.t('{0} of {1} validation samples', shown, all)
      : l10n.t('{0} of {1} training samples', shown, all);
  }
  return part === 'validation' ? l10n.t('{0} validation samples', all) : l10n.t('{0} training samples', all);
}

function largestErrors({ part, lines, samples }: Predictions, pairs: Pairs): SampleList {
  const { rows, targets, outputs } = pairs;
  return {
    caption: l10n.t('Largest errors'),
    part,
    headings: [l10n.t('Actual'), l10n.t('Predicted'), l10n.t('Error')],
    samples: worstOf(pairs, Math.min(mostRows, samples)).map((index) => ({
      row: rows[index],
      line: lines?.[index] ?? null,
      cells: [targets[index], outputs[index], outputs[index] - targets[index]].map((value) => ({
        text: formatValue(value),
        isNumber: true,
      })),
    })),
  };
}

function descriptionOf({ rows, targets, outputs }: Pairs, index: number): Description {
  return {
    title: l10n.t('Row {0}', formatCount(rows[index] + 1)),
    rows: [
      [l10n.t('Actual'), formatValue(targets[index])],
      [l10n.t('Predicted'), formatValue(outputs[index])],
      [l10n.t('Error'), formatValue(outputs[index] - targets[index])],
    ],
    more: null,
  };
}
