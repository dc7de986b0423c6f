import { addTo, dot } from './vectors.js';

/** The number of parts of the measured samples whose gradients are compared. */
export const mostParts = 8;

/** The gradients of the parts of the measured samples. */
export class GradientSamples {
  /** The mean gradient of all parts. */
  readonly mean: Float64Array;
  /** The mean gradient of the first `batchSize` samples, or of all where they are fewer. */
  readonly batch: Float64Array;
  private squares = 0;
  private parts = 0;
  private rows = 0;
  private batchRows = 0;

  constructor(
    length: number,
    readonly batchSize: number,
  ) {
    this.mean = new Float64Array(length);
    this.batch = new Float64Array(length);
  }

  /** Adds the mean gradient of `rows` samples. */
  add(gradient: Float64Array, rows: number): void {
    if (this.rows < this.batchSize) {
      this.batchRows += rows;
      const share = rows / this.batchRows;
      move(this.batch, gradient, share);
    }
    this.rows += rows;
    this.parts++;
    move(this.mean, gradient, rows / this.rows);
    this.squares += dot(gradient, gradient);
  }

  /**
   * Returns the norm of the mean gradient over the standard deviation of a mini-batch's gradient, both without the bias
   * of the few parts, for batches drawn without replacement from `rows` samples; null where there is one batch only.
   */
  signal(rows: number): number | null {
    const { mean, parts, squares, batchSize } = this;
    if (batchSize >= rows || parts < 2) return null;
    const size = dot(mean, mean);
    const ofPart = Math.max(0, (squares - parts * size) / (parts - 1));
    const each = this.rows / parts;
    const ofBatch = ((ofPart * each) / batchSize) * ((rows - batchSize) / (rows - 1));
    const signal = Math.sqrt(Math.max(0, size - ofPart / parts) / ofBatch);
    return Number.isFinite(signal) ? signal : null;
  }
}

/** Moves a vector by a share of the way to another one. */
function move(from: Float64Array, to: Float64Array, share: number): void {
  if (share === 1) from.set(to);
  else {
    for (let i = 0; i < from.length; i++) from[i] *= 1 - share;
    addTo(from, share, to);
  }
}
