import type { Context } from './context.js';
import { penaltyOf } from './context.js';
import type { LayerTargets } from './search.js';

/** Equations times unknowns squared, at the most. */
const mostWork = 5e8;
const mostRows = 200;

/**
 * The rows that given gradients are made of, if they are the right ones of only some of the rows: the share of each row
 * by least squares over all that was given. null where too little was given to tell.
 */
export function rowsOf(context: Context, targets: readonly LayerTargets[]): readonly number[] | null {
  const { rows } = context;
  const given = targets.reduce(
    (sum, { weights, bias }) => sum + (weights?.entries.length ?? 0) + (bias?.entries.length ?? 0),
    0,
  );
  if (rows < 4 || rows > mostRows || given < rows || given * rows * rows > mostWork) return null;
  const equations = equationsOf(context, targets);
  const shares = solve(normal(equations, rows));
  if (!shares) return null;
  const largest = shares.reduce((most, share) => Math.max(most, Math.abs(share)), 0);
  const chosen = [...shares.keys()].filter((row) => shares[row] > largest / 2);
  return chosen.length > 0 && chosen.length < rows ? chosen : null;
}

/** For each given number what every row adds to it, and the number itself, without the penalty. */
function equationsOf(
  { recorded, rows, regularization }: Context,
  targets: readonly LayerTargets[],
): Float64Array[] {
  return targets.flatMap(({ weights, bias }, index) => {
    const { layer, inputs, deltas } = recorded.layers[index];
    const equation = (share: (row: number) => number, given: number) => {
      const line = Float64Array.from({ length: rows + 1 }, (_, row) => (row < rows ? share(row) : given));
      const size = line.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return line.map((value) => (size > 0 ? value / size : 0));
    };
    const ofWeights = (weights?.entries ?? []).map((entry) => {
      const [unit, input] = [Math.floor(entry / layer.inputs), entry % layer.inputs];
      const given = (weights?.given[entry] ?? 0) - penaltyOf(regularization, layer.weights[entry]);
      return equation((row) => deltas[row * layer.units + unit] * inputs[row * layer.inputs + input], given);
    });
    const ofBias = layer.biasShared ? [] : (bias?.entries ?? []);
    return [
      ...ofWeights,
      ...ofBias.map((unit) => equation((row) => deltas[row * layer.units + unit], bias?.given[unit] ?? 0)),
    ];
  });
}

/** AᵀA x = Aᵀb, as rows of the matrix with the right side at their end; slightly damped. */
function normal(equations: readonly Float64Array[], n: number): Float64Array[] {
  const matrix = Array.from({ length: n }, () => new Float64Array(n + 1));
  for (const line of equations)
    for (let i = 0; i < n; i++)
      if (line[i] !== 0) for (let j = 0; j <= n; j++) matrix[i][j] += line[i] * line[j];
  const trace = matrix.reduce((sum, row, i) => sum + row[i], 0);
  matrix.forEach((row, i) => (row[i] += 1e-14 * trace));
  return matrix;
}

/** Gaussian elimination; the matrix is positive definite, so nothing has to be exchanged. */
function solve(matrix: Float64Array[]): Float64Array | null {
  const n = matrix.length;
  for (let k = 0; k < n; k++) {
    if (!(matrix[k][k] > 0)) return null;
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i][k] / matrix[k][k];
      for (let j = k; j <= n; j++) matrix[i][j] -= factor * matrix[k][j];
    }
  }
  const x = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    let sum = matrix[k][n];
    for (let j = k + 1; j < n; j++) sum -= matrix[k][j] * x[j];
    x[k] = sum / matrix[k][k];
  }
  return x;
}
