import * as l10n from '@vscode/l10n';
import type { HandsOnDerived } from '../../src/protocol.js';
import { html, setAttributes, setText } from '../dom.js';

/** Creates a button for each input that can be derived from the two given ones. A pressed one is in the file. */
export function createDerivedToggles(changed: (formula: string, isOn: boolean) => void): {
  readonly element: HTMLElement;
  update(derived: HandsOnDerived): void;
} {
  const label = html('span', { class: 'hand-label' }, l10n.t('Derived inputs'));
  const line = html('div', { class: 'derived-toggles' });
  const element = html(
    'div',
    { class: 'hand', 'data-hand': 'derived', role: 'group', 'aria-label': l10n.t('Derived inputs') },
    label,
    line,
  );
  let shown: HandsOnDerived | null = null;
  let buttons: readonly HTMLButtonElement[] = [];
  const build = (count: number): void => {
    buttons = Array.from({ length: count }, (_, index) => {
      const each = html('button', { type: 'button', class: 'hands-button derived-toggle' });
      each.addEventListener('click', () => {
        const choice = shown?.choices[index];
        if (choice && each.ariaDisabled !== 'true') changed(choice.formula, !choice.isOn);
      });
      return each;
    });
    line.replaceChildren(...buttons);
  };
  const update = (derived: HandsOnDerived): void => {
    shown = derived;
    const { choices, refusal } = derived;
    if (buttons.length !== choices.length) build(choices.length);
    choices.forEach(({ formula, text, isOn }, index) => {
      setText(buttons[index], text);
      setAttributes(buttons[index], {
        'aria-pressed': String(isOn),
        'aria-disabled': refusal === null ? null : 'true',
        'aria-description': refusal,
        title: refusal ?? l10n.t('Use {0} as a further input', formula),
      });
    });
  };
  return { element, update };
}
