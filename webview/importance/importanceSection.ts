import * as l10n from '@vscode/l10n';
import type { MeasuredImportance } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { formatCount, formatPercent } from '../format.js';
import type { Store } from '../store.js';
import { button } from '../toolkit.js';
import { post } from '../vscode.js';
import { importanceTable } from './importanceTable.js';

/** Creates the importance of a table's columns, which is measured when it is asked for. */
export function createImportanceSection(store: Store): { readonly element: HTMLElement; update(): void } {
  const measure = button('secondary', () => {
    store.importanceFraction = 0;
    post({ type: 'importance' });
    update();
  });
  const progress = html('span', { class: 'muted number', role: 'status' });
  const words = html('p', { class: 'muted' });
  const place = html('div', {});
  const element = html(
    'section',
    { class: 'importance', 'aria-label': l10n.t('Importance of the columns') },
    html(
      'div',
      { class: 'section-header' },
      html('h2', {}, l10n.t('Importance of the columns')),
      measure.element,
      progress,
    ),
    words,
    place,
  );
  let drawn: MeasuredImportance | null = null;
  const update = (): void => {
    const { view, importance, importanceFraction: fraction } = store;
    show(element, isTable(store));
    if (!view) return;
    measure.look({
      label: importance ? l10n.t('Measure again') : l10n.t('Measure importance'),
      icon: 'graph',
      title: l10n.t('Shuffle each column in turn and measure how much worse the predictions get'),
      disabled: refusal(store),
    });
    setText(progress, fraction === null ? '' : l10n.t('Measuring: {0}', formatPercent(fraction)));
    setText(words, importance ? describe(importance) : hint());
    if (importance !== drawn) place.replaceChildren(...(importance ? [importanceTable(importance)] : []));
    drawn = importance;
  };
  return { element, update };
}

/** Returns whether the inputs are columns of which there are several, rather than pixels. */
function isTable({ view }: Store): boolean {
  const facts = view?.facts;
  if (!facts || view.kind !== 'network') return false;
  return facts.image === null && facts.inputNames.length - (facts.derivedInputs ?? 0) > 1;
}

/** Returns the reason why nothing can be measured now; null where it can. */
function refusal({ view, importanceFraction }: Store): string | null {
  if (importanceFraction !== null) return l10n.t('The importance is being measured.');
  const { state, viewing } = view?.status ?? {};
  const isChanging = (state === 'training' && !viewing) || state === 'loading' || !state;
  return isChanging ? l10n.t('Pause the run, or view one of its epochs, first.') : null;
}

const hint = (): string =>
  l10n.t(
    'A column is important if the predictions get worse when its values are shuffled among the samples (Breiman, 2001).',
  );

function describe({ epoch, part, samples, repeats }: MeasuredImportance): string {
  const [after, count] = [formatCount(epoch), formatCount(samples)];
  return part === 'validation'
    ? l10n.t('After epoch {0}: how much worse {1} validation samples are predicted when a column is shuffled. Bars and numbers are means of {2} repeats, marks their standard deviations.', after, count, repeats)
    : l10n.t('After epoch {0}: how much worse {1} training samples are predicted when a column is shuffled. Bars and numbers are means of {2} repeats, marks their standard deviations.', after, count, repeats); // prettier-ignore
}
