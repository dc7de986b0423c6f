import * as l10n from '@vscode/l10n';
import type { DescribedColumn } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatCount, formatValue } from '../format.js';

/** The number of frequent texts that are shown. */
const shownTexts = 4;

/** Creates the histogram of a column's numbers, or the list of its most frequent texts. */
export function distribution({ histogram, range, top }: DescribedColumn): HTMLElement | string {
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
