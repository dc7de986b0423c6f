import { quantum } from '../pacing.js';
import type { Diagnosis } from './diagnose.js';
import {
  dimensionsOf,
  samplesDimension,
  single,
  type Dimension,
  type Expression,
} from './edits/expression.js';
import { passValues, Quantities } from './edits/passValues.js';
import type { Mistake } from './mistakes/mistake.js';
import type { TensorName } from './parameters.js';
import type { Recorded } from './record.js';
import { WorkedFormula, type Worked } from './workedFormula.js';

/** One number of a wrong formula and of the right one, both with the number of every quantity put in. */
export interface WorkedEdit {
  readonly of: 'delta' | TensorName;
  /** The layer, from 1. */
  readonly layer: number;
  /** The [sample, unit] of δ, the [unit, input] of a weight, or the [unit] of a bias. */
  readonly index: readonly number[];
  readonly wrote: Worked;
  readonly right: Worked;
}

type Edit = Extract<Mistake, { code: 'edit' }>;
type Entry = Diagnosis['evidence'][number];

/** The largest part of an error that the wrong formula may leave unexplained, which is that of rounded numbers. */
const unexplained = 0.2;

/**
 * Returns one of the wrong numbers of a diagnosis worked through, or for a mistake in δ the δ of one sample. null for
 * other mistakes, where the formula alone does not give the number since there are other mistakes, and for large passes.
 */
export function workedEdit(
  recorded: Recorded,
  { mistake, layer, evidence }: Pick<Diagnosis, 'mistake' | 'layer' | 'evidence'>,
): WorkedEdit | null {
  if (mistake.code !== 'edit') return null;
  const entry = evidence.find(
    (each) => each.layer === layer && (mistake.of === 'delta' || mistake.of === each.tensor),
  );
  if (!entry || workOf(recorded) > quantum) return null;
  const formula = formulaIn(recorded);
  return mistake.of === 'delta'
    ? workedDelta(recorded, mistake, entry, formula)
    : workedParameter(mistake, entry, formula);
}

function workOf({ rows, network }: Recorded): number {
  return rows * network.layers.reduce((sum, { units, inputs }) => sum + units + inputs, 0) * 20;
}

function formulaIn(recorded: Recorded): WorkedFormula {
  const quantities = new Quantities(passValues(recorded));
  const deltas = new Map(recorded.layers.map(({ deltas }, index) => [index, deltas]));
  const { layers, inputs } = recorded.network;
  const sizeOf = (dimension: Dimension) => {
    if (dimension === samplesDimension) return recorded.rows;
    if (dimension === single) return 1;
    return dimension < 0 ? inputs : layers[dimension].units;
  };
  return new WorkedFormula((quantity) => quantities.valueOf(quantity, deltas), sizeOf);
}

function workedParameter(
  { of, wrote, right }: Edit,
  { layer, index, given, truth }: Entry,
  formula: WorkedFormula,
): WorkedEdit | null {
  const [row, column] = of === 'weights' ? index : [0, index[0]];
  const at = (expression: Expression) => formula.at(expression, row, isSingle(expression, 1) ? 0 : column);
  const [wrong, correct] = [at(wrote), at(right)];
  if (!explains(wrong.value, given, truth)) return null;
  return { of, layer, index, wrote: wrong, right: correct };
}

/** Returns δ of the evidence's unit in the sample that contributes most to the error. */
function workedDelta(
  recorded: Recorded,
  { of, wrote, right }: Edit,
  { layer, tensor, index, given, truth }: Entry,
  formula: WorkedFormula,
): WorkedEdit | null {
  const { layer: shape, inputs } = recorded.layers[layer - 1];
  const [unit, input] = index;
  if (tensor === 'bias' && shape.biasShared) return null;
  let [sum, sample, most] = [truth, 0, -1];
  for (let row = 0; row < recorded.rows; row++) {
    const off = formula.at(wrote, row, unit).value - formula.at(right, row, unit).value;
    const share = off * (tensor === 'weights' ? inputs[row * shape.inputs + input] : 1);
    sum += share;
    if (Math.abs(share) > most) [sample, most] = [row, Math.abs(share)];
  }
  if (!explains(sum, given, truth)) return null;
  const at = (expression: Expression) => formula.at(expression, sample, unit);
  return { of, layer, index: [sample, unit], wrote: at(wrote), right: at(right) };
}

const isSingle = (expression: Expression, axis: 0 | 1) => dimensionsOf(expression)[axis] === single;

function explains(value: number, given: number, truth: number): boolean {
  return Math.abs(value - given) <= unexplained * Math.abs(truth - given);
}
