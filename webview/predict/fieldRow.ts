import type { PredictField } from '../../src/protocol.js';
import { html, setText } from '../dom.js';
import type { FormTexts } from './predictForm.js';

/** The controls of one field. */
export interface FieldRow {
  readonly element: HTMLElement;
  readonly field: PredictField;
  readonly value: number;
}

let count = 0;

/** Creates the controls of a field. `former` has the value of a field with the same name. */
export function fieldRow(
  field: PredictField,
  former: FieldRow | null,
  texts: FormTexts,
  changed: () => void,
): FieldRow {
  return field.kind === 'number'
    ? numberRow(field, former, texts, changed)
    : choiceRow(field, former, texts, changed);
}

/** Creates a slider over the range of the data, and a box for any number. */
function numberRow(
  field: Extract<PredictField, { kind: 'number' }>,
  former: FieldRow | null,
  { outside }: FormTexts,
  changed: () => void,
): FieldRow {
  const { name, min, max, mean } = field;
  const id = `field-${++count}`;
  let value = former?.field.kind === 'number' ? former.value : Number(mean.toPrecision(4));
  const label = html('label', { for: id, title: name }, name);
  const slider = html('input', { type: 'range', id, min, max, step: 'any' });
  const box = html('input', { type: 'number', step: 'any', 'aria-label': name });
  const note = html('span', { class: 'predict-note' });
  const look = (): void => {
    slider.value = String(value);
    setText(note, value < min || value > max ? outside : '');
  };
  const digits = Math.max(0, Math.min(12, 3 - Math.floor(Math.log10(max - min || 1))));
  slider.addEventListener('input', () => {
    value = Number(Number(slider.value).toFixed(digits));
    box.value = String(value);
    look();
    changed();
  });
  box.addEventListener('input', () => {
    const typed = box.valueAsNumber;
    box.setAttribute('aria-invalid', String(!Number.isFinite(typed)));
    if (!Number.isFinite(typed)) return;
    value = typed;
    look();
    changed();
  });
  box.value = String(value);
  look();
  const element = html('div', { class: 'predict-field' }, label, slider, box, note);
  return {
    element,
    field,
    get value() {
      return value;
    },
  };
}

function choiceRow(
  field: Extract<PredictField, { kind: 'choice' }>,
  former: FieldRow | null,
  { missing }: FormTexts,
  changed: () => void,
): FieldRow {
  const id = `field-${++count}`;
  const options = [...field.options, ...(field.hasMissing ? [missing] : [])];
  const select = html('select', { id }, ...options.map((text, i) => html('option', { value: i }, text)));
  if (former?.field.kind === 'choice') select.value = String(former.value);
  if (select.selectedIndex < 0) select.selectedIndex = 0;
  select.addEventListener('change', changed);
  const label = html('label', { for: id, title: field.name }, field.name);
  return {
    element: html('div', { class: 'predict-field' }, label, select),
    field,
    get value() {
      return select.selectedIndex;
    },
  };
}
