import * as l10n from '@vscode/l10n';
import { PictureCanvas } from '../contour/pictureCanvas.js';
import type { Description } from '../diagram/describe.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatCount, formatValue } from '../format.js';
import { givenInputs } from '../givenInputs.js';
import { focusedRegions, unitTitle } from '../regions/focused.js';
import type { Store } from '../store.js';
import { createValidationSwitch } from '../validationSwitch.js';
import { curveItems } from './legend.js';
import { paintCurves } from './paint.js';
import { extentOf, hiddenCurves, unitExtent, type CurveView } from './view.js';

/** Creates the drawing of a network with one input: its outputs as curves over the samples. */
export function createCurve(store: Store): { readonly element: HTMLElement; update(): void } {
  const map = new PictureCanvas<CurveView>({
    id: 'curve',
    extentOf: ({ extent }) => extent,
    epochOf: ({ curves }) => curves?.epoch ?? null,
    paint: paintCurves,
    describe: (view, [x]) => describe(view, x),
  });
  const legend = html('div', { class: 'diagram-legend' });
  const title = html('h2', {});
  const heldOut = createValidationSwitch(() => update());
  const header = html('div', { class: 'section-header' }, title, heldOut.element);
  const side = html('div', { class: 'regions-side' }, legend);
  const element = html(
    'section',
    { class: 'curve' },
    header,
    html('div', { class: 'regions-body' }, map.element, side),
  );
  let drawn: readonly unknown[] = [];
  let explained = '';
  const update = (): void => {
    const { view, regions, unitMaps, focus } = store;
    const isLine = view?.facts?.planar === true && givenInputs(view.facts).length === 1;
    show(element, isLine);
    if (!isLine) return;
    heldOut.update(view.facts.validationSamples);
    const validation = heldOut.isOn();
    const wanted = [
      view.facts,
      view.plane,
      view.shape,
      regions,
      unitMaps,
      focus.unit,
      store.unitRegions,
      validation,
    ];
    if (wanted.every((value, index) => value === drawn[index])) return;
    drawn = wanted;
    const shown = viewOf(store, validation);
    const name = shown?.unit ?? titleOf(shown);
    setText(title, name);
    setAttributes(element, { 'aria-label': titleOf(shown) });
    map.label(shown ? summaryOf(shown) : name);
    map.show(shown);
    // The legend keeps its place, so that pointing at a unit moves nothing.
    side.classList.toggle('focused', Boolean(shown?.unit));
    if (shown?.unit) return;
    const key = JSON.stringify([shown?.facts, shown?.behind === null, validation]);
    if (key !== explained) legend.replaceChildren(...(shown ? curveItems(shown) : []));
    explained = key;
  };
  store.focus.onChange(update);
  store.focus.shownBy(map.element);
  return { element, update };
}

/** Returns what is drawn: the outputs of the unit that is shown large, else those of the network. */
function viewOf(store: Store, validation: boolean): CurveView | null {
  const { facts, plane, shape } = store.view ?? {};
  if (!facts || !plane) return null;
  const focused = focusedRegions(store, plane);
  const unit = focused?.unit;
  if (focused && unit && shape) {
    const extent = unitExtent({ facts, plane, shape }, focused);
    return { facts, plane, curves: focused, behind: null, validation, unit: unitTitle(unit, shape), extent };
  }
  const behind = store.unitMaps && hiddenCurves(store.unitMaps);
  return {
    facts,
    plane,
    curves: store.regions,
    behind,
    validation,
    unit: null,
    extent: extentOf(facts, plane),
  };
}

function titleOf(view: CurveView | null): string {
  return view?.facts.classes ? l10n.t('Output over the input') : l10n.t('Fitted curve');
}

/** Describes the drawing in a sentence for a screen reader. */
function summaryOf(view: CurveView): string {
  const { facts, plane, unit } = view;
  const { xMin, xMax, training, validation } = plane;
  const shown = (facts.classes ?? facts.targetNames).join(', ');
  return [
    unit ?? `${titleOf(view)}: ${shown}`,
    l10n.t('{0} from {1} to {2}', facts.inputNames[0], formatValue(xMin, 3), formatValue(xMax, 3)),
    l10n.t('{0} samples', formatCount(training.count + validation.count)),
  ].join('; ');
}

/** Describes the outputs at a value of the input; null outside the drawing and before there are values. */
function describe({ facts, plane, curves, unit }: CurveView, x: number): Description | null {
  if (!curves || !(x >= plane.xMin && x <= plane.xMax)) return null;
  const { columns, values, outputs } = curves;
  const place = ((x - plane.xMin) / (plane.xMax - plane.xMin)) * (columns - 1);
  const left = Math.min(columns - 2, Math.floor(place));
  const at = (output: number): number => {
    const [a, b] = values.subarray(output * columns + left);
    return a + (b - a) * (place - left);
  };
  const names =
    outputs === 1
      ? [unit === null && !facts.classes ? facts.targetNames[0] : l10n.t('output')]
      : (facts.classes ?? facts.targetNames);
  const rows = Array.from(
    { length: outputs },
    (_, output) => [names[output], formatValue(at(output), 3)] as const,
  );
  return { title: `${facts.inputNames[0]} ${formatValue(x, 3)}`, rows, more: null };
}
