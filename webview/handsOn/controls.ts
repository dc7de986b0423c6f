import { html, setAttributes, setText } from '../dom.js';

export interface Option {
  readonly value: string;
  readonly text: string;
}

/** Creates a labeled list of options, of which one is chosen. */
export function choice(
  name: string,
  label: string,
  changed: (value: string) => void,
): { readonly element: HTMLElement; readonly update: (options: readonly Option[], chosen: string) => void } {
  const select = optionList(changed);
  const element = html('label', { class: 'hand', 'data-hand': name }, labelOf(label), select.element);
  return { element, update: select.update };
}

/** Creates a list of options without a label. */
export function optionList(changed: (value: string) => void): {
  readonly element: HTMLSelectElement;
  readonly update: (options: readonly Option[], chosen: string) => void;
} {
  const element = html('select');
  let shown = '';
  element.addEventListener('change', () => changed(element.value));
  const update = (options: readonly Option[], chosen: string): void => {
    const key = JSON.stringify(options);
    if (key !== shown)
      element.replaceChildren(...options.map(({ value, text }) => html('option', { value }, text)));
    shown = key;
    if (element.value !== chosen) element.value = chosen;
  };
  return { element, update };
}

export interface SliderOptions {
  readonly most: number;
  readonly step: number;
  readonly text: (value: number) => string;
  readonly changed: (value: number) => void;
}

/** Creates a labeled slider from 0 whose value is in its label. It reports a value once it is let go. */
export function slider(
  name: string,
  label: string,
  { most, step, text, changed }: SliderOptions,
): { readonly element: HTMLElement; update(value: number): void } {
  const input = html('input', { type: 'range', min: 0, step });
  const value = html('span', { class: 'number' });
  const write = (): void => {
    setText(value, text(input.valueAsNumber));
    input.setAttribute('aria-valuetext', text(input.valueAsNumber));
  };
  let isHeld = false;
  input.addEventListener('input', () => {
    isHeld = true;
    write();
  });
  // A slider that is let go where it was does not report a change.
  for (const end of ['change', 'pointerup', 'blur']) input.addEventListener(end, () => (isHeld = false));
  input.addEventListener('change', () => changed(input.valueAsNumber));
  const element = html('label', { class: 'hand', 'data-hand': name }, labelOf(label, value), input);
  const update = (now: number): void => {
    if (isHeld) return;
    setAttributes(input, { max: Math.max(most, now) });
    if (input.valueAsNumber !== now) input.value = String(now);
    setText(value, text(now));
    input.setAttribute('aria-valuetext', text(now));
  };
  return { element, update };
}

/** Creates a labeled field for a count. It reports a valid count once it is entered. */
export function countField(
  name: string,
  label: string,
  most: number,
  changed: (value: number) => void,
): { readonly element: HTMLElement; update(value: number, most?: number): void } {
  const input = html('input', { type: 'number', min: 1, max: most, step: 1, required: true });
  let present = NaN;
  input.addEventListener('change', () => {
    if (input.checkValidity()) changed(input.valueAsNumber);
    else input.value = String(present);
  });
  const element = html('label', { class: 'hand', 'data-hand': name }, labelOf(label), input);
  const update = (value: number, largest = most): void => {
    setAttributes(input, { max: largest });
    const isTyping = input === document.activeElement && value === present;
    present = value;
    if (!isTyping && input.valueAsNumber !== value) input.value = String(value);
  };
  return { element, update };
}

const labelOf = (label: string, value: HTMLElement | null = null): HTMLElement =>
  html('span', { class: 'hand-label' }, label, value && ' ', value);
