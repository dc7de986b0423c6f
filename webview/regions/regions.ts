import * as l10n from '@vscode/l10n';
import type { DataFacts, Plane, Regions } from '../../src/protocol.js';
import { html, setAttributes, setText, show } from '../dom.js';
import type { Store } from '../store.js';
import { checkbox, dropdown } from '../toolkit.js';
import { remember, remembered } from '../vscode.js';
import { summaryOf, titleOf } from './describe.js';
import { fieldOf, type View } from './field.js';
import { legendItems } from './legend.js';
import { RegionsMap } from './map.js';

/**
 * Creates the map of the network's outputs on the plane of its two inputs: decision regions, or the values of one
 * output.
 */
export function createRegions(store: Store): { readonly element: HTMLElement; update(): void } {
  const map = new RegionsMap();
  const legend = html('div', { class: 'diagram-legend' });
  const header = createHeader((chosen) => {
    output = chosen;
    update();
  });
  let discrete = remembered().discrete ?? false;
  const flat = checkbox(l10n.t('Discrete'), discrete, (checked) => {
    discrete = checked;
    remember({ discrete });
    update();
  });
  flat.title = l10n.t('Show areas of one color instead of shades');
  header.element.append(flat);
  const side = html('div', { class: 'regions-side' }, legend);
  const body = html('div', { class: 'regions-body' }, map.element, side);
  const element = html('section', { class: 'regions' }, header.element, body);
  let output = 0;
  let drawn: readonly unknown[] = [];
  let explained = '';
  const draw = (facts: DataFacts, plane: Plane | null, regions: Regions | null): void => {
    const view = plane && { facts, plane, regions, field: fieldOf(facts, plane, output), discrete };
    map.show(view);
    const key = JSON.stringify([facts, view?.field, discrete]);
    if (key !== explained) legend.replaceChildren(...legendItems(facts, view?.field ?? null, discrete));
    explained = key;
  };
  const update = (): void => {
    const { view, regions } = store;
    const facts = view?.kind === 'function' ? null : (view?.facts ?? null);
    const isPlanar = facts?.planar === true;
    show(element, isPlanar);
    if (!isPlanar) return;
    if (output >= facts.targetNames.length) output = 0;
    header.update(facts, output);
    setAttributes(element, { 'aria-label': titleOf(facts) });
    const plane = view?.plane ?? null;
    const wanted = [facts, plane, regions, output, discrete];
    if (wanted.some((value, index) => value !== drawn[index])) draw(facts, plane, regions);
    drawn = wanted;
    map.label(labelOf(facts, map.view, store));
  };
  return { element, update };
}

function labelOf(facts: DataFacts, view: View | null, { history }: Store): string {
  return view ? summaryOf(view, history) : titleOf(facts);
}

/** Creates the title, with a choice of the output where there are several targets. */
function createHeader(choose: (output: number) => void): {
  readonly element: HTMLElement;
  update(facts: DataFacts, output: number): void;
} {
  const title = html('h2', {});
  const target = html('span', { class: 'muted' });
  const element = html('div', { class: 'section-header' }, title, target);
  let key = '';
  const update = (facts: DataFacts, output: number): void => {
    const names = facts.classes ? [] : facts.targetNames;
    setText(title, titleOf(facts));
    if (names.join('\n') === key) return;
    key = names.join('\n');
    const options = Object.fromEntries(names.map((name, index) => [String(index), name]));
    const chooser = (): HTMLElement =>
      dropdown(l10n.t('Output'), options, String(output), (value) => choose(Number(value)));
    target.replaceChildren(...(names.length > 1 ? [chooser()] : names));
  };
  return { element, update };
}
