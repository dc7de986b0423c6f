/**
 * The wrapper of the UI toolkit. Other files use only its buttons and fields. The toolkit is a script of its own, for
 * which the page's code does not wait: an element that is not defined yet has its size from base.css.
 */
import type { Button, Checkbox, Dropdown, TextField } from '@vscode/webview-ui-toolkit';
import { html, icon, setAttributes, setText } from './dom.js';

declare global {
  interface HTMLElementTagNameMap {
    'vscode-button': Button;
    'vscode-checkbox': Checkbox;
    'vscode-dropdown': Dropdown;
    'vscode-text-field': TextField;
  }
}

export interface ButtonLook {
  readonly label: string;
  readonly icon: string;
  /** The text on hover: the effect of the button. */
  readonly title: string;
  /** The reason why the button is disabled; null where it is enabled. */
  readonly disabled: string | null;
}

export interface ButtonHandle {
  readonly element: HTMLElement;
  look(look: ButtonLook): void;
}

/** Creates a button. A disabled one stays in the tab order, so that its reason can be read. */
export function button(appearance: 'primary' | 'secondary' | 'icon', pressed: () => void): ButtonHandle {
  const element = document.createElement('vscode-button');
  setAttributes(element, { appearance });
  const label = document.createElement('span');
  label.className = 'button-label';
  let glyph = '';
  element.addEventListener('click', () => {
    if (element.ariaDisabled !== 'true') pressed();
  });
  const describe = description(element);
  const look = (next: ButtonLook): void => {
    if (next.icon !== glyph) element.replaceChildren(icon((glyph = next.icon)), label);
    setText(label, appearance === 'icon' ? '' : next.label);
    setAttributes(element, { 'aria-label': next.label, title: next.disabled ?? next.title });
    element.ariaDisabled = next.disabled === null ? null : 'true';
    describe(next.disabled ?? next.title);
  };
  return { element, look };
}

/** Creates a button with a text alone, which is always enabled. */
export function textButton(label: string, pressed: () => void, appearance = 'secondary'): HTMLElement {
  const element = document.createElement('vscode-button');
  setAttributes(element, { appearance });
  element.append(label);
  element.addEventListener('click', pressed);
  return element;
}

/**
 * Adds a description to an element's control. The control is in the shadow root, where ids of the page are not visible,
 * so the description is added there too. Properties are set instead of attributes, since the toolkit's button forwards
 * few attributes.
 */
function description(element: Button | TextField): (text: string) => void {
  const text = document.createElement('span');
  text.id = 'description';
  text.hidden = true;
  void customElements.whenDefined(element.localName).then(() => {
    customElements.upgrade(element);
    element.shadowRoot!.append(text);
    element.ariaDescribedby = text.id;
  });
  return (value) => {
    setText(text, value);
  };
}

export interface FieldHandle {
  readonly element: HTMLElement;
  value: string;
  /** Shows what is wrong with the value; null removes the message. */
  complain(text: string | null): void;
}

export function textField(options: {
  readonly label: string;
  readonly placeholder?: string;
  readonly labelHidden?: boolean;
  readonly input?: () => void;
  readonly change?: () => void;
}): FieldHandle {
  const input = document.createElement('vscode-text-field');
  setAttributes(input, { placeholder: options.placeholder ?? null });
  input.append(options.label);
  input.classList.toggle('unlabelled', options.labelHidden === true);
  if (options.input) input.addEventListener('input', options.input);
  if (options.change) input.addEventListener('change', options.change);
  const describe = description(input);
  // Screen readers get the message as the description of the field.
  const complaint = html('span', { class: 'complaint', 'aria-hidden': 'true' });
  const element = html('div', { class: 'field' }, input, complaint);
  return {
    element,
    get value() {
      return input.value;
    },
    set value(text) {
      if (input.value !== text) input.value = text;
    },
    complain: (text) => {
      input.ariaInvalid = text === null ? null : 'true';
      describe(text ?? '');
      element.classList.toggle('wrong', text !== null);
      setText(complaint, text ?? '');
    },
  };
}

export function checkbox(label: string, checked: boolean, changed: (checked: boolean) => void): HTMLElement {
  const element = document.createElement('vscode-checkbox');
  element.checked = checked;
  element.append(label);
  element.addEventListener('change', () => changed(element.checked));
  return element;
}

export function dropdown<T extends string>(
  label: string,
  options: Readonly<Record<T, string>>,
  selected: T,
  changed: (value: T) => void,
): Dropdown {
  const element = document.createElement('vscode-dropdown');
  setAttributes(element, { 'aria-label': label });
  const values = Object.keys(options) as T[];
  for (const value of values) {
    const option = document.createElement('vscode-option');
    setAttributes(option, { value, selected: value === selected });
    option.append(options[value]);
    element.append(option);
  }
  element.addEventListener('change', () => changed(element.value as T));
  return element;
}
