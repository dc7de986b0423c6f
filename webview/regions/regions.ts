import * as l10n from '@vscode/l10n';
import type { DataFacts, NetworkShape, Plane, Regions } from '../../src/protocol.js';
import { PictureCanvas } from '../contour/pictureCanvas.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { givenInputs } from '../givenInputs.js';
import type { Store } from '../store.js';
import { checkbox, dropdown } from '../toolkit.js';
import { remember, remembered } from '../vscode.js';
import { describe, summaryOf, titleOf } from './describe.js';
import { extentOf, fieldOf, type View } from './field.js';
import { focusedRegions, unitTitle } from './focused.js';
import { networkItems, unitItems } from './legend.js';
import { paint } from './paint.js';
import { unitFieldOf } from './unitField.js';
import { createValidationSwitch } from '../validationSwitch.js';

/**
 * Creates the map of the network's outputs on the plane of its two inputs: decision regions, or the values of one
 * output.
 */
export function createRegions(store: Store): { readonly element: HTMLElement; update(): void } {
  const map = new PictureCanvas<View>({
    id: 'regions',
    extentOf,
    epochOf: ({ regions }) => regions?.epoch ?? null,
    paint: (context, frame, view, theme, colors) => {
      const [x, y] = view.facts.inputNames;
      paint(context, { ...view, frame, names: [x, y] }, theme, colors);
    },
    describe,
  });
  const legend = html('div', { class: 'diagram-legend' });
  const unitLegend = html('div', { class: 'unit-legend' });
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
  flat.dataset.hand = 'discrete';
  const heldOut = createValidationSwitch(() => update());
  header.element.append(flat, heldOut.element);
  const side = html('div', { class: 'regions-side' }, legend, unitLegend);
  const body = html('div', { class: 'regions-body' }, map.element, side);
  const element = html('section', { class: 'regions' }, header.element, body);
  let output = 0;
  let drawn: readonly unknown[] = [];
  let explained = '';
  const draw = (view: View | null): void => {
    map.show(view);
    const key = JSON.stringify([
      view?.facts,
      view?.field,
      view?.targets,
      view?.unit,
      discrete,
      view?.validation,
    ]);
    if (key !== explained) {
      legend.replaceChildren(...(view ? networkItems(view) : []));
      unitLegend.replaceChildren(...(view?.unit ? unitItems(view) : []));
      side.classList.toggle('focused', Boolean(view?.unit));
    }
    explained = key;
  };
  const update = (): void => {
    const { view, regions } = store;
    const facts = view?.kind === 'function' ? null : (view?.facts ?? null);
    const isPlanar = facts?.planar === true && givenInputs(facts).length === 2;
    show(element, isPlanar);
    if (!isPlanar) return;
    if (output >= facts.targetNames.length) output = 0;
    const plane = view?.plane ?? null;
    const focused = plane && focusedRegions(store, plane);
    const shape = view?.shape ?? null;
    heldOut.update(facts.validationSamples);
    const validation = heldOut.isOn();
    const wanted = [facts, plane, focused ?? regions, output, shape, discrete, validation];
    const isOther = wanted.some((value, index) => value !== drawn[index]);
    if (isOther)
      draw(plane && { ...viewOf({ facts, plane, shape }, focused, regions, output), discrete, validation });
    drawn = wanted;
    header.update(facts, output, map.view?.unit ?? null);
    setAttributes(element, { 'aria-label': titleOf(facts) });
    map.label(labelOf(facts, map.view, store));
  };
  store.focus.onChange(update);
  store.focus.shownBy(map.element);
  return { element, update };
}

/** Returns what is drawn: the outputs of the unit that is shown large, else those of the network. */
function viewOf(
  {
    facts,
    plane,
    shape,
  }: { readonly facts: DataFacts; readonly plane: Plane; readonly shape: NetworkShape | null },
  focused: Regions | null,
  regions: Regions | null,
  output: number,
): Omit<View, 'discrete' | 'validation'> {
  const targets = fieldOf(facts, plane, output);
  const unit = focused?.unit;
  if (!focused || !unit || !shape) return { facts, plane, regions, field: targets, targets, unit: null };
  const field = unitFieldOf(unit, { facts, plane, shape }, focused.values);
  return { facts, plane, regions: focused, field, targets, unit: unitTitle(unit, shape) };
}

function labelOf(facts: DataFacts, view: View | null, { history }: Store): string {
  return view ? summaryOf(view, history) : titleOf(facts);
}

/** Creates the title, with a choice of the output where there are several targets. */
function createHeader(choose: (output: number) => void): {
  readonly element: HTMLElement;
  update(facts: DataFacts, output: number, unit: string | null): void;
} {
  const title = html('h2', {});
  const target = html('span', { class: 'muted' });
  const element = html('div', { class: 'section-header' }, title, target);
  let key = '';
  const update = (facts: DataFacts, output: number, unit: string | null): void => {
    const names = facts.classes ? [] : facts.targetNames;
    setText(title, unit ?? titleOf(facts));
    if (names.join('\n') === key) return;
    key = names.join('\n');
    const options = Object.fromEntries(names.map((name, index) => [String(index), name]));
    const chooser = (): HTMLElement =>
      dropdown(l10n.t('Output'), options, String(output), (value) => choose(Number(value)));
    target.replaceChildren(...(names.length > 1 ? [chooser()] : names));
  };
  return { element, update };
}
