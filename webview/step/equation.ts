import type { Equation } from '../../src/protocol.js';
import { html, show } from '../dom.js';
import { createFormula, type FormulaHandle } from './formula.js';
import { leads } from './follow.js';

/** Creates an equation with one side per line: the quantity, the symbols, the numbers and the result. */
export function createEquation(follow: (ref: string) => void): {
  readonly element: HTMLElement;
  update(equation: Equation, refs: Readonly<Record<string, string>>): void;
} {
  const [left, symbolic, substituted, result] = Array.from({ length: 4 }, () => createFormula(leads, follow));
  const line = (name: string, { element }: FormulaHandle): HTMLElement =>
    html('div', { class: `side ${name}`, 'data-side': name }, element);
  const lines = {
    left: line('left', left),
    symbolic: line('symbolic', symbolic),
    substituted: line('substituted', substituted),
    result: line('result', result),
  };
  const element = html('div', { class: 'equation' }, ...Object.values(lines));
  const update = (equation: Equation, refs: Readonly<Record<string, string>>): void => {
    left.show(equation.left, refs);
    show(lines.symbolic, equation.symbolic !== null);
    show(lines.substituted, equation.substituted !== null);
    if (equation.symbolic) symbolic.show(equation.symbolic, refs, '= ');
    if (equation.substituted) substituted.show(equation.substituted, refs, '= ');
    result.show(equation.result, refs, '= ');
  };
  return { element, update };
}
