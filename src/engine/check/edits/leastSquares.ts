/** The number of times that a solution is improved by solving for what it leaves. */
const refinements = 3;

/**
 * Solves equations, each a line of factors followed by the right side, by least squares. null if they do not determine the
 * unknowns, or if the solution is off by more than a share of the largest right side.
 */
export function solveLeastSquares(lines: readonly Float64Array[], near: number): Float64Array | null {
  const count = lines[0].length - 1;
  const x = new Float64Array(count);
  const largest = lines.reduce((most, line) => Math.max(most, Math.abs(line[count])), 0);
  const residuals = () =>
    lines.map((line) => x.reduce((left, value, i) => left - line[i] * value, line[count]));
  for (let round = 0; round < refinements; round++) {
    const change = solveDefinite(normalEquations(lines, residuals()));
    if (!change) return null;
    change.forEach((value, i) => (x[i] += value));
  }
  return residuals().every((left) => Math.abs(left) <= near * largest) ? x : null;
}

/** Returns AᵀA x = Aᵀb as rows of the matrix with the right side at their end. */
function normalEquations(lines: readonly Float64Array[], right: readonly number[]): Float64Array[] {
  const count = lines[0].length - 1;
  const matrix = Array.from({ length: count }, () => new Float64Array(count + 1));
  for (const [k, line] of lines.entries())
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) matrix[i][j] += line[i] * line[j];
      matrix[i][count] += line[i] * right[k];
    }
  return matrix;
}

/** The smallest pivot, relative to the largest element, of a matrix whose solution has some digits. */
const leastPivot = 1e-11;

/** Solves equations by Gaussian elimination. The matrix is positive definite, so no pivoting is needed. */
export function solveDefinite(matrix: readonly Float64Array[], smallest = leastPivot): Float64Array | null {
  const n = matrix.length;
  const largest = matrix.reduce((most, row, i) => Math.max(most, row[i]), 0);
  for (let k = 0; k < n; k++) {
    if (!(matrix[k][k] > smallest * largest)) return null;
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
