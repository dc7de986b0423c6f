import * as l10n from '@vscode/l10n';
import type { MeasuredImportance } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatPercent, formatValue } from '../format.js';
import { textButton } from '../toolkit.js';

type Column = MeasuredImportance['columns'][number];

/** The number of columns that are shown at first. */
const shownAtFirst = 20;

/** Creates the table of the columns: a bar with a mark for the standard deviation, and the numbers. */
export function importanceTable({ columns, scoreName }: MeasuredImportance): HTMLElement {
  const scale = scaleOf(columns);
  const score = scoreName === 'accuracy' ? l10n.t('Accuracy lost') : l10n.t('R² lost');
  const headings = [l10n.t('Column'), '', l10n.t('Loss gained'), score];
  const row = (column: Column): HTMLElement => rowOf(column, scoreName, scale);
  const body = html('tbody', {}, ...columns.slice(0, shownAtFirst).map(row));
  const table = html(
    'table',
    { class: 'importance-table' },
    html(
      'thead',
      {},
      html('tr', {}, ...headings.map((text) => (text ? html('th', { scope: 'col' }, text) : html('td', {})))),
    ),
    body,
  );
  const scroll = html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': l10n.t('Importance of the columns') }, table); // prettier-ignore
  const hidden = columns.length - shownAtFirst;
  if (hidden <= 0) return scroll;
  const more = textButton(l10n.t('Show {0} more', hidden), () => {
    body.append(...columns.slice(shownAtFirst).map(row));
    more.remove();
  });
  return html('div', {}, scroll, more);
}

/** The ends of the axis of the bars, which includes 0 and all marks. */
interface Scale {
  readonly low: number;
  readonly high: number;
}

function scaleOf(columns: readonly Column[]): Scale {
  let [low, high] = [0, 0];
  for (const { loss } of columns) {
    low = Math.min(low, loss.mean - loss.deviation);
    high = Math.max(high, loss.mean + loss.deviation);
  }
  return high > low ? { low, high } : { low: 0, high: 1 };
}

function rowOf({ name, loss, score }: Column, scoreName: string, scale: Scale): HTMLElement {
  const format = scoreName === 'accuracy' ? formatPercent : (value: number) => formatValue(value, 3);
  return html(
    'tr',
    {},
    html('th', { scope: 'row' }, name),
    html('td', { class: 'importance-cell' }, barOf(loss, scale)),
    html(
      'td',
      { class: 'number' },
      spreadText(loss, (value) => formatValue(value, 3)),
    ),
    html('td', { class: 'number' }, score ? spreadText(score, format) : '–'),
  );
}

function barOf({ mean, deviation }: Column['loss'], { low, high }: Scale): HTMLElement {
  const percent = (value: number): number => (100 * (value - low)) / (high - low);
  const span = (name: string, from: number, to: number): HTMLElement => {
    const element = html('span', { class: name });
    element.style.left = `${Math.min(percent(from), percent(to)).toFixed(2)}%`;
    element.style.width = `${Math.abs(percent(to) - percent(from)).toFixed(2)}%`;
    return element;
  };
  return html(
    'div',
    { class: 'importance-track', 'aria-hidden': 'true' },
    span(mean < 0 ? 'importance-bar below' : 'importance-bar', 0, mean),
    span('importance-mark', mean - deviation, mean + deviation),
  );
}

/** Returns a mean and its deviation as a text that breaks before the sign alone. */
const spreadText = ({ mean, deviation }: Column['loss'], format: (value: number) => string): string =>
  `${unbroken(format(mean))} ±\u00a0${unbroken(format(deviation))}`;

const unbroken = (text: string): string => text.replace(' ', '\u00a0');
