import * as l10n from '@vscode/l10n';
import type { ConfigChange } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import type { Store } from '../store.js';

/** Creates the line that says why nothing can be changed, or why the last change was refused. */
export function createRefusalNote(isOurs: (change: ConfigChange) => boolean): {
  readonly element: HTMLElement;
  update(store: Store): void;
} {
  const element = html('p', { class: 'refusal', role: 'status' });
  const update = ({ view, refusal }: Store): void => {
    const blocked = view?.handsOn?.blocked ?? null;
    const refused = refusal && isOurs(refusal.change) ? refusal.reason : '';
    setText(element, blocked === null ? refused : l10n.t('Correct the text first: {0}', blocked));
    show(element, element.textContent !== '');
  };
  return { element, update };
}

/** Returns whether a change is one of the layers, which has its controls at the diagram. */
export const isOfLayers = ({ type }: ConfigChange): boolean =>
  type === 'addLayer' || type === 'removeLayer' || type === 'units' || type === 'activation';
