import * as l10n from '@vscode/l10n';
import { html, setText, show } from '../dom.js';
import { createRefusalNote, isOfNames } from '../handsOn/refusalNote.js';
import type { Store } from '../store.js';
import { textField } from '../toolkit.js';
import { post } from '../vscode.js';
import type { Model, Target } from './model.js';

interface Named {
  /** The index of the unit's layer; null for an input. */
  readonly layer: number | null;
  readonly unit: number;
  /** The names of the whole layer. */
  readonly names: readonly string[];
}

/** Creates the field that renames the unit that is pinned in the diagram, in the file. */
export function createNameEditor(store: Store): {
  readonly element: HTMLElement;
  choose(target: Target | null): void;
  update(model: Model): void;
} {
  let target: Target | null = null;
  let named: Named | null = null;
  const rename = (): void => {
    if (!named) return;
    const { layer, unit, names } = named;
    const name = field.value.trim();
    if (name !== names[unit]) post({ type: 'edit', change: { type: 'unitName', layer, unit, names: names.with(unit, name) } }); // prettier-ignore
  };
  const field = textField({ label: l10n.t('Name'), change: rename });
  const reason = html('p', { class: 'muted' });
  const refusal = createRefusalNote(isOfNames);
  const element = html(
    'section',
    { class: 'name-editor', 'data-hand': 'names' },
    field.element,
    reason,
    refusal.element,
  );
  const update = (model: Model): void => {
    const hands = store.view?.handsOn ?? null;
    const next = hands && target && namedAt(store, model, target);
    const isOther = next?.layer !== named?.layer || next?.unit !== named?.unit;
    named = next;
    show(element, next !== null);
    if (!next) return;
    const against = hands.blocked ?? (next.layer === null ? hands.noInputNames : null);
    show(field.element, against === null);
    setText(reason, against ?? '');
    show(reason, against !== null);
    // What is being typed is not overwritten.
    if (isOther || !field.element.matches(':focus-within')) field.value = next.names[next.unit];
    refusal.update(store);
  };
  return { element, choose: (chosen) => (target = chosen), update };
}

/** Returns the names of the layer of a unit; null where the element is not a unit, or the layer has no names yet. */
function namedAt({ view }: Store, { columns }: Model, target: Target): Named | null {
  if (target.kind !== 'unit' || !view?.shape) return null;
  const { unit } = target;
  const { layer: number } = columns[target.column];
  const names = number === 0 ? view.shape.inputNames : view.shape.layers[number - 1].unitNames;
  return unit < names.length ? { layer: number === 0 ? null : number - 1, unit, names } : null;
}
