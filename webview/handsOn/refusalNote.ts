import type { ConfigChange } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import type { Store } from '../store.js';

/** Creates the line that says why the last change was refused. */
export function createRefusalNote(isOurs: (change: ConfigChange) => boolean): {
  readonly element: HTMLElement;
  update(store: Store): void;
} {
  const element = html('p', { class: 'refusal', role: 'status' });
  const update = ({ refusal }: Store): void => {
    setText(element, refusal && isOurs(refusal.change) ? refusal.reason : '');
    show(element, element.textContent !== '');
  };
  return { element, update };
}

/** Returns whether a change is one of the layers, which has its controls at the diagram. */
export const isOfLayers = ({ type }: ConfigChange): boolean =>
  type === 'addLayer' || type === 'removeLayer' || type === 'units' || type === 'activation';

/** Returns whether a change is a name, which has its field below the diagram. */
export const isOfNames = ({ type }: ConfigChange): boolean => type === 'unitName';

/** Returns whether a change is one of a table, which has its controls in the Data view. */
export const isOfTable = ({ type }: ConfigChange): boolean =>
  type === 'columnOption' || type === 'columnUse' || type === 'target' || type === 'dropDuplicates';

/** Returns whether a change is one of the data or the training, which have their controls above the map. */
export const isOfData = (change: ConfigChange): boolean =>
  !isOfLayers(change) && !isOfNames(change) && !isOfTable(change);
