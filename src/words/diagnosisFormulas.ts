import type { Formulas } from '../config/problem.js';
import type { Diagnosis } from '../engine/check/diagnose.js';
import type { Names } from '../engine/trace/names.js';
import type { ParameterNamer } from './diagnoses.js';
import { editFormulas } from './editFormulas.js';
import { workedWords } from './workedWords.js';

/** Returns the formulas of a diagnosis, with one number worked through if there is one; null for named mistakes. */
export function diagnosisFormulas(
  { mistake, layer, worked }: Diagnosis,
  wording: { readonly names: Names; readonly nameOf: ParameterNamer },
): Formulas | null {
  const formulas = editFormulas(mistake, layer);
  return formulas && worked ? { ...formulas, worked: workedWords(worked, wording) } : formulas;
}
