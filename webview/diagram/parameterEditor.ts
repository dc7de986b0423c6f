import * as l10n from '@vscode/l10n';
import type { ParameterPlace } from '../../src/protocol.js';
import { afterFrame } from '../afterFrame.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatValue } from '../format.js';
import type { Store } from '../store.js';
import { textField } from '../toolkit.js';
import { post } from '../vscode.js';
import { biasName, describe } from './describe.js';
import { biasOf, weightOf, type Model, type Target } from './model.js';

/** The number of positions of the slider. */
const positions = 400;

interface Parameter {
  readonly place: ParameterPlace;
  readonly title: string;
  readonly value: number;
}

/**
 * Creates the controls of the weight, or of the bias of the unit, that is pinned in the diagram: a field and a slider
 * that change it in the run while that is not training.
 */
export function createParameterEditor(store: Store): {
  readonly element: HTMLElement;
  choose(target: Target | null): void;
  update(model: Model): void;
} {
  let target: Target | null = null;
  let parameter: Parameter | null = null;
  let wanted = 0;
  let isHeld = false;
  const send = (value: number): void => {
    if (parameter) post({ type: 'setParameter', place: parameter.place, value });
  };
  const sendWanted = afterFrame(() => send(wanted));
  const title = html('h3', {});
  const slider = html('input', { type: 'range', step: 'any' });
  const field = textField({
    label: l10n.t('Value'),
    change: () => {
      const value = Number(field.value);
      const isValid = field.value.trim() !== '' && Number.isFinite(value);
      field.complain(isValid ? null : l10n.t('Enter a number, such as 0.5.'));
      if (isValid) send(value);
    },
  });
  const note = html('p', { class: 'muted' });
  const controls = html('div', { class: 'parameter-controls' }, field.element, slider);
  const element = html(
    'section',
    { class: 'parameter-editor', 'data-hand': 'weights' },
    title,
    controls,
    note,
  );
  slider.addEventListener('input', () => {
    isHeld = true;
    wanted = slider.valueAsNumber;
    sendWanted();
  });
  for (const end of ['change', 'pointerup', 'blur']) slider.addEventListener(end, () => (isHeld = false));

  /** Writes the value, but not over what is being typed or dragged. */
  const write = ({ title: text, value }: Parameter, isOther: boolean): void => {
    setText(title, text);
    setAttributes(slider, { 'aria-label': text, 'aria-valuetext': formatValue(value, 6) });
    if (isOther) {
      const most = Math.max(1, 2 * Math.abs(value));
      setAttributes(slider, { min: -most, max: most, step: (2 * most) / positions });
    }
    if (isOther || !isHeld) slider.value = String(value);
    if (isOther || !field.element.matches(':focus-within')) {
      field.value = formatValue(value, 6);
      field.complain(null);
    }
  };
  const update = (model: Model): void => {
    const next = target && parameterOf(store, model, target);
    const isOther = JSON.stringify(next?.place) !== JSON.stringify(parameter?.place);
    parameter = next;
    show(element, next !== null);
    if (!next) return;
    const reason = reasonAgainst(store);
    show(controls, reason === null);
    setText(note, reason ?? '');
    show(note, reason !== null);
    write(next, isOther);
  };
  return { element, choose: (chosen) => (target = chosen), update };
}

/** Returns why parameters cannot be changed now; null where they can. */
function reasonAgainst({ view }: Store): string | null {
  const status = view?.status;
  if (!status || status.state === 'training' || status.state === 'loading')
    return l10n.t('Pause the run to change its weights.');
  return status.viewing ? l10n.t('Go back to the end of the run to change its weights.') : null;
}

function parameterOf({ snapshot }: Store, model: Model, target: Target): Parameter | null {
  if (target.kind === 'strip' || target.column === 0) return null;
  const layer = snapshot?.layers[target.column - 1];
  const number = model.columns[target.column].layer;
  if (target.kind === 'weight') {
    if (!layer?.weights) return null;
    const place = { layer: number, unit: target.unit, input: target.input };
    const value = weightOf(layer, target.unit, target.input);
    return { place, title: describe(model, snapshot, target).title, value };
  }
  if (!layer?.bias) return null;
  const place = { layer: number, unit: layer.biasShared ? null : target.unit, input: null };
  return {
    place,
    title: l10n.t('Bias {0}', biasName(model, target.column, target.unit)),
    value: biasOf(layer, target.unit),
  };
}
