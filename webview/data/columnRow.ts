import * as l10n from '@vscode/l10n';
import type { DataColumn } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatCount, formatValue } from '../format.js';

/** The number of frequent texts that are shown. */
const shownTexts = 4;

/** Creates the row of a column. */
export function columnRow(column: DataColumn): HTMLElement {
  const { name, missing, distinct } = column;
  return html(
    'tr',
    {},
    html('th', { scope: 'row' }, name),
    html('td', {}, typeText(column)),
    html('td', {}, useText(column)),
    html('td', {}, missing === 0 ? '0' : missingText(column)),
    html('td', { class: 'number' }, distinct === null ? '–' : formatCount(distinct)),
    html('td', {}, distribution(column)),
  );
}

function typeText({ content, isInferred }: DataColumn): string {
  const names: Readonly<Record<DataColumn['content'], string>> = {
    number: l10n.t('number'),
    category: l10n.t('category'),
    boolean: l10n.t('boolean'),
    date: l10n.t('date'),
    text: l10n.t('text'),
    empty: l10n.t('empty'),
  };
  return isInferred ? l10n.t('{0}, inferred', names[content]) : names[content];
}

function useText({ role, reason, inputs }: DataColumn): string {
  if (role === 'target') return l10n.t('target');
  if (role === 'input') return inputs.length > 1 ? l10n.t('{0} inputs', inputs.length) : l10n.t('input');
  const reasons: Readonly<Record<NonNullable<DataColumn['reason']>, string>> = {
    config: l10n.t('ignored, as the file says'),
    features: l10n.t('ignored: not among the features'),
    identifier: l10n.t('ignored: it numbers the rows'),
    text: l10n.t('ignored: too many different texts'),
    date: l10n.t('ignored: dates'),
    constant: l10n.t('ignored: one value in all rows'),
    empty: l10n.t('ignored: no values'),
  };
  return reason ? reasons[reason] : l10n.t('ignored');
}

function missingText({ missing, fill }: DataColumn): string {
  const count = formatCount(missing);
  if (fill === null) return count;
  return l10n.t('{0}, filled with {1}', count, typeof fill === 'number' ? formatValue(fill) : fill);
}

function distribution({ histogram, range, top }: DataColumn): HTMLElement | string {
  if (histogram && range) {
    const most = Math.max(...histogram.counts, 1);
    const bars = histogram.counts.map((count) => {
      const bar = html('span', {});
      bar.style.height = `${((100 * count) / most).toFixed(1)}%`;
      return bar;
    });
    const words = l10n.t(
      '{0} to {1}, mean {2}',
      formatValue(range.min),
      formatValue(range.max),
      formatValue(range.mean),
    );
    return html(
      'div',
      {},
      html('div', { class: 'data-histogram', 'aria-hidden': 'true' }, ...bars),
      html('span', { class: 'muted' }, words),
    );
  }
  if (!top) return '–';
  const texts = top.slice(0, shownTexts).map(({ text, count }) => `${text} (${formatCount(count)})`);
  return html('div', { class: 'data-top' }, [...texts, ...(top.length > shownTexts ? ['…'] : [])].join(', '));
}
