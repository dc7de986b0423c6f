import type { FormulaPair, FormulaText } from '../config/problem.js';
import type { WorkedEdit } from '../engine/check/workedEdit.js';
import type { Worked } from '../engine/check/workedFormula.js';
import { nameLatex, type Names } from '../engine/trace/names.js';
import type { ParameterNamer } from './diagnoses.js';
import { expressionLatex, expressionText } from './expressionText.js';
import { numberText } from './numberText.js';

/** Writes both ways to one number with all numbers put in, such as δ of h1 (sample 2) = 0.1·0.3 = 0.03. */
export function workedWords(
  { of, layer, index, wrote, right }: WorkedEdit,
  { names, nameOf }: { readonly names: Names; readonly nameOf: ParameterNamer },
): FormulaPair {
  const name =
    of === 'delta' ? deltaName(names.unit(layer, index[1]), index[0]) : slopeName(nameOf(layer, of, index));
  return { wrote: written(name, wrote), right: written(name, right) };
}

function written(name: FormulaText, { value, numbers }: Worked): FormulaText {
  const result = numberText(value);
  return {
    text: `${name.text} = ${expressionText(numbers)} = ${result}`,
    latex: `${name.latex} = ${expressionLatex(numbers)} = ${result.replace('−', '-')}`,
  };
}

function deltaName(unit: string, sample: number): FormulaText {
  return { text: `δ(${unit}, n=${sample + 1})`, latex: `\\delta_{${nameLatex(unit)}}^{(${sample + 1})}` };
}

function slopeName(parameter: string): FormulaText {
  return { text: `∂E/∂${parameter}`, latex: `\\frac{\\partial E}{\\partial ${nameLatex(parameter)}}` };
}
