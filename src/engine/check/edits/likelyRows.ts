import { penaltyOf, type Context } from '../mistakes/context.js';
import type { WorkMeter } from '../workMeter.js';
import { solveDefinite } from './leastSquares.js';
import type { LayerTargets } from '../mistakes/target.js';

/** The largest product of the number of equations and the squared number of unknowns. */
const mostWork = 5e8;
const mostRows = 200;

/**
 * Returns the rows that given gradients were computed from, if they are the right ones of only some of the rows. The
 * share of each row is computed by least squares over all given numbers. null where too few numbers were given.
 */
export function* likelyRows(
  context: Context,
  targets: readonly LayerTargets[],
  meter: WorkMeter,
): Generator<undefined, readonly number[] | null> {
  const { rows } = context;
  const given = targets.reduce(
    (sum, { weights, bias }) => sum + (weights?.entries.length ?? 0) + (bias?.entries.length ?? 0),
    0,
  );
  if (rows < 4 || rows > mostRows || given < rows || given * rows * rows > mostWork) return null;
  if (meter.spend(rows ** 3)) yield undefined;
  const shares = solveDefinite(yield* normal(equationsOf(context, targets), rows, meter), 0);
  if (!shares) return null;
  const largest = shares.reduce((most, share) => Math.max(most, Math.abs(share)), 0);
  const chosen = [...shares.keys()].filter((row) => shares[row] > largest / 2);
  return chosen.length > 0 && chosen.length < rows ? chosen : null;
}

/** Returns, for each given number, the contribution of every row, followed by the number itself without the penalty. */
function* equationsOf(
  { recorded, rows, regularization }: Context,
  targets: readonly LayerTargets[],
): Generator<Float64Array> {
  for (const [index, { weights, bias }] of targets.entries()) {
    const { layer, inputs, deltas } = recorded.layers[index];
    const equation = (share: (row: number) => number, given: number) => {
      const line = Float64Array.from({ length: rows + 1 }, (_, row) => (row < rows ? share(row) : given));
      const size = line.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return line.map((value) => (size > 0 ? value / size : 0));
    };
    for (const entry of weights?.entries ?? []) {
      const [unit, input] = [Math.floor(entry / layer.inputs), entry % layer.inputs];
      const given = (weights?.given[entry] ?? 0) - penaltyOf(regularization, layer.weights[entry]);
      yield equation((row) => deltas[row * layer.units + unit] * inputs[row * layer.inputs + input], given);
    }
    for (const unit of layer.biasShared ? [] : (bias?.entries ?? []))
      yield equation((row) => deltas[row * layer.units + unit], bias?.given[unit] ?? 0);
  }
}

/** Returns AᵀA x = Aᵀb, slightly damped, as rows of the matrix with the right side at their end. */
function* normal(
  equations: Iterable<Float64Array>,
  n: number,
  meter: WorkMeter,
): Generator<undefined, Float64Array[]> {
  const matrix = Array.from({ length: n }, () => new Float64Array(n + 1));
  for (const line of equations) {
    if (meter.spend(n * n)) yield undefined;
    for (let i = 0; i < n; i++)
      if (line[i] !== 0) for (let j = 0; j <= n; j++) matrix[i][j] += line[i] * line[j];
  }
  const trace = matrix.reduce((sum, row, i) => sum + row[i], 0);
  matrix.forEach((row, i) => (row[i] += 1e-14 * trace));
  return matrix;
}
