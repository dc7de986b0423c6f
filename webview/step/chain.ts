import * as l10n from '@vscode/l10n';
import type { ParameterPlace, PassView, StepView } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { button, textField } from '../toolkit.js';
import { stepping } from '../vscode.js';
import { createEquation } from './equation.js';

/** Creates the view of a parameter's gradient along every path, with a field that changes the parameter. */
export function createChain(
  follow: (ref: string) => void,
  close: () => void,
): {
  readonly element: HTMLElement;
  update(pass: PassView, step: StepView, parameter: ParameterPlace | null): void;
} {
  const title = html('h2', {});
  const note = html('p', { class: 'muted' });
  const equation = createEquation(follow);
  const shut = button('icon', close);
  const closing = l10n.t('Close');
  shut.look({ label: closing, icon: 'close', title: closing, disabled: null });
  let place: ParameterPlace | null = null;
  let shown: number | null = null;
  /** Whether another parameter was chosen, whose chain rule is to be brought into view. */
  let isAwaited = false;
  const change = (): void => {
    const value = Number(field.value);
    const valid = field.value.trim() !== '' && Number.isFinite(value);
    field.complain(valid ? null : l10n.t('Enter a number, such as 0.5.'));
    if (valid && place) stepping({ name: 'setParameter', place, value });
  };
  const field = textField({ label: l10n.t('Value in this pass'), change });
  const header = html('div', { class: 'section-header' }, title, shut.element);
  const element = html('section', { class: 'chain' }, header, equation.element, note, field.element);
  const update = (pass: PassView, { chain, refs }: StepView, parameter: ParameterPlace | null): void => {
    const isSame = JSON.stringify(parameter) === JSON.stringify(place);
    place = parameter;
    show(element, chain !== null);
    if (!chain) return;
    if (!isSame) isAwaited = true;
    setText(title, chain.title);
    show(equation.element, chain.equation !== null);
    if (chain.equation) equation.update(chain.equation, refs);
    show(note, chain.note !== null);
    setText(note, chain.note ?? '');
    if (isAwaited) {
      isAwaited = false;
      element.scrollIntoView({ block: 'nearest' });
    }
    const value = parameter && valueOf(pass, parameter);
    show(field.element, value !== null);
    // The typed text and its error message stay until the value changes.
    if (isSame && (value === shown || field.element.matches(':focus-within'))) return;
    shown = value;
    field.value = value === null ? '' : String(value);
    field.complain(null);
  };
  return { element, update };
}

/** Returns the parameter's value; null where the page does not have it. */
function valueOf({ snapshot }: PassView, { layer, unit, input }: ParameterPlace): number | null {
  const { weights, bias, inputs } = snapshot.layers[layer - 1];
  if (input === null) return bias?.[unit ?? 0] ?? null;
  return weights?.[(unit ?? 0) * inputs + input] ?? null;
}
