/**
 * The rows that a change of the parameters reaches, for each of its steps. The values of these rows are kept one after
 * the other, in this order.
 */
export class ChangedRows {
  count = 0;
  /** The row of the recorded samples. */
  readonly rows: Int32Array;
  /** The index of the step. */
  readonly steps: Uint8Array;

  constructor(most: number) {
    this.rows = new Int32Array(most);
    this.steps = new Uint8Array(most);
  }

  /** Takes all rows `from..to`, for each step. */
  fill(from: number, to: number, steps: number): void {
    this.clear();
    for (let step = 0; step < steps; step++) for (let row = from; row < to; row++) this.add(row, step);
  }

  clear(): void {
    this.count = 0;
  }

  add(row: number, step: number): void {
    this.rows[this.count] = row;
    this.steps[this.count++] = step;
  }
}
