import * as l10n from '@vscode/l10n';
import type { PassView } from '../../src/protocol.js';
import { html, setText } from '../dom.js';
import { formatCount } from '../format.js';
import { button } from '../toolkit.js';
import { stepping } from '../vscode.js';

/**
 * Creates the choice of the mini-batch's sample that the forward and backward steps show. Parameter gradients are means
 * over the batch.
 */
export function createBatchSample(): { readonly element: HTMLElement; update(pass: PassView): void } {
  let at: PassView['sample'] | null = null;
  const go = (by: number): void => {
    if (at) stepping({ name: 'sample', index: at.index + by });
  };
  const previous = button('icon', () => go(-1));
  const next = button('icon', () => go(1));
  const words = html('span', { class: 'number' });
  const element = html('div', { class: 'batch-sample' }, previous.element, words, next.element);
  const update = ({ sample }: PassView): void => {
    at = sample;
    const { index, count, row } = sample;
    setText(words, l10n.t('Sample {0} of {1}', formatCount(index + 1), formatCount(count)));
    words.title = l10n.t(
      'Row {0} of the training data. Gradients of weights are means over the batch.',
      formatCount(row + 1),
    );
    const [back, forth] = [l10n.t('Previous sample of the batch'), l10n.t('Next sample of the batch')];
    const first = index > 0 ? null : l10n.t('This is the first sample.');
    const last = index < count - 1 ? null : l10n.t('This is the last sample.');
    previous.look({ label: back, icon: 'chevron-left', title: back, disabled: first });
    next.look({ label: forth, icon: 'chevron-right', title: forth, disabled: last });
  };
  return { element, update };
}
