import type { FormulaPair, FormulaText } from '../config/problem.js';
import type { Mistake } from '../engine/check/mistakes/mistake.js';
import { expressionLatex, expressionText, lowered } from './expressionText.js';

/**
 * Returns the two formulas of an edit in a layer, which counts from 1; null for other mistakes. In LaTeX the part that
 * differs is framed.
 */
export function editFormulas(mistake: Mistake, layer: number): FormulaPair | null {
  if (mistake.code !== 'edit') return null;
  const { of, wrote, right, path } = mistake;
  const name = names[of];
  const written = (formula: typeof wrote): FormulaText => ({
    text: `${name.text}${lowered(layer)} = ${expressionText(formula)}`,
    latex: `${name.latex}_{${layer}} = ${expressionLatex(formula, path)}`,
  });
  return { wrote: written(wrote), right: written(right) };
}

const names = {
  delta: { text: 'δ', latex: '\\delta' },
  weights: { text: '∂E/∂W', latex: '\\partial E / \\partial W' },
  bias: { text: '∂E/∂b', latex: '\\partial E / \\partial b' },
} as const;
