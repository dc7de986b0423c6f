/** Plain matrices for the mutated program, which shares no code with the engine. */
export type M = number[][];

export const shape = (m: M): [number, number] => [m.length, m[0].length];
export const map = (m: M, f: (x: number, i: number, j: number) => number): M =>
  m.map((row, i) => row.map((x, j) => f(x, i, j)));
export const zip = (a: M, b: M, f: (x: number, y: number) => number): M => map(a, (x, i, j) => f(x, b[i][j]));
export const times = (a: M, b: M): M => zip(a, b, (x, y) => x * y);
export const plus = (a: M, b: M): M => zip(a, b, (x, y) => x + y);
export const minus = (a: M, b: M): M => zip(a, b, (x, y) => x - y);
export const scale = (a: M, s: number): M => map(a, (x) => x * s);
export const turn = (m: M): M => m[0].map((_, j) => m.map((row) => row[j]));
export const dot = (a: M, b: M): M =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
export const columnSums = (m: M): number[] => m[0].map((_, j) => m.reduce((sum, row) => sum + row[j], 0));
export const sameShape = (a: M, b: M): boolean => a.length === b.length && a[0].length === b[0].length;
