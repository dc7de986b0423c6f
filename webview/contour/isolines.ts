import type { Floats } from '../../src/protocol.js';

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** The values, row-major from the lower left. */
  readonly values: Floats;
}

/** The two ends of a line segment, in cells from the lower left. */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Returns the line where the function has the value `level`, by marching squares with linear interpolation along the
 * cells' sides. A saddle is resolved by the mean of its corners. Cells with a value that is not finite have no line.
 */
export function isoline({ columns, rows, values }: Grid, level: number): Segment[] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const corners = [values[at], values[at + 1], values[at + columns + 1], values[at + columns]];
      if (corners.every(Number.isFinite)) segments.push(...cellSegments(corners, level, column, row));
    }
  }
  return segments;
}

/**
 * Returns the segments of one cell. `corners` are counter-clockwise from the lower left; sides are counter-clockwise
 * from the bottom.
 */
function cellSegments(corners: readonly number[], level: number, x: number, y: number): Segment[] {
  const [a, b, c, d] = corners;
  const along = (from: number, to: number): number => (level - from) / (to - from);
  const sides: readonly (readonly [number, number] | null)[] = [
    crosses(a, b, level) ? [x + along(a, b), y] : null,
    crosses(b, c, level) ? [x + 1, y + along(b, c)] : null,
    crosses(d, c, level) ? [x + along(d, c), y + 1] : null,
    crosses(a, d, level) ? [x, y + along(a, d)] : null,
  ];
  const met = sides.filter((side) => side !== null);
  if (met.length === 2) return [[...met[0], ...met[1]]];
  if (met.length !== 4) return [];
  const [bottom, right, top, left] = met;
  const joined = (a + b + c + d) / 4 >= level === a >= level;
  return joined
    ? [[...bottom, ...right], [...top, ...left]]
    : [[...bottom, ...left], [...top, ...right]]; // prettier-ignore
}

function crosses(from: number, to: number, level: number): boolean {
  return from >= level !== to >= level;
}

/**
 * Returns levels with the same number of grid points between each two, so that lines are spaced evenly in valleys and
 * on steep walls.
 */
export function levelsOf(values: Float64Array, count: number): number[] {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0 || sorted[0] === sorted[sorted.length - 1]) return [];
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const levels = Array.from({ length: count }, (_, index) => at((index + 0.5) / count));
  return [...new Set(levels)];
}

/** Returns the bilinear interpolation at a point in cells; NaN outside the grid. */
export function valueAt({ columns, rows, values }: Grid, x: number, y: number): number {
  if (!(x >= 0 && y >= 0 && x <= columns - 1 && y <= rows - 1)) return NaN;
  const column = Math.min(columns - 2, Math.floor(x));
  const row = Math.min(rows - 2, Math.floor(y));
  const [right, up] = [x - column, y - row];
  const at = row * columns + column;
  const below = values[at] * (1 - right) + values[at + 1] * right;
  const above = values[at + columns] * (1 - right) + values[at + columns + 1] * right;
  return below * (1 - up) + above * up;
}
