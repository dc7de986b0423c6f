import * as l10n from '@vscode/l10n';
import type { ConfigChange, DataDescription, HandsOnView } from '../../src/protocol.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { textButton } from '../toolkit.js';

/** Creates what the rows show: those that repeat others, samples in both parts, and a column that decides the target. */
export function createDataNotes(change: (made: ConfigChange) => void): {
  readonly element: HTMLElement;
  update(description: DataDescription, hands: HandsOnView | null): void;
} {
  const repeated = html('span');
  const box = html('input', { type: 'checkbox' });
  box.addEventListener('change', () => change({ type: 'dropDuplicates', isOn: box.checked }));
  const drop = html('label', { class: 'data-drop' }, box, l10n.t('Leave out repeated rows'));
  const shared = html('p');
  let leaking: string | null = null;
  const leak = html('span');
  const ignore = textButton(l10n.t('Ignore it'), () => {
    if (leaking !== null) change({ type: 'columnUse', column: leaking, isInput: false, as: null });
  });
  const leaks = html('p', {}, leak, ' ', ignore);
  const element = html('section', { class: 'data-notes' }, html('p', {}, repeated, ' ', drop), shared, leaks);
  const update = (description: DataDescription, hands: HandsOnView | null): void => {
    const { duplicates } = description;
    leaking = description.leak;
    setText(repeated, repeatedText(description));
    const isOn = hands?.table?.dropDuplicates ?? false;
    show(drop, isOn || description.repeated > 0);
    box.checked = isOn;
    setAttributes(box, { disabled: hands?.blocked !== null });
    setText(
      shared,
      duplicates
        ? l10n.t('Validation samples that are also in the training part: {0} of {1}.', formatCount(duplicates.count), formatCount(duplicates.of)) // prettier-ignore
        : '',
    );
    show(shared, duplicates !== null);
    setText(leak, leaking === null ? '' : l10n.t('Column "{0}" alone decides the target. It is probably a copy or a code of it.', leaking)); // prettier-ignore
    show(leaks, leaking !== null);
  };
  return { element, update };
}

function repeatedText({ repeated, rows }: DataDescription): string {
  return repeated === 0
    ? l10n.t('No row repeats another in all inputs and targets.')
    : l10n.t('{0} of {1} rows repeat an earlier one in all inputs and targets.', formatCount(repeated), formatCount(rows)); // prettier-ignore
}
