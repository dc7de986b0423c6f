import type { LayerPass } from '../pass/pass.js';
import { shapeOf, softmaxShape, type ActivationShape } from './activationShape.js';

/** A slope below this fraction of the steepest one is nearly 0. */
const flatSlope = 0.02;
/** The fraction of samples for which a saturated unit is at an end of its range. */
const nearlyAll = 0.95;

/** Gathers over the chunks of a pass what the outputs of one layer say about its units. */
export class LayerStatistics {
  private readonly shape: ActivationShape;
  private readonly slopes: Float64Array;
  /** The number of samples for which each unit was off, or at an end of its range. */
  private readonly off: Uint32Array;
  private readonly atEnd: Uint32Array;
  /** The sums over the samples of each unit's output, and of its squared distance from the unit's first output. */
  private readonly first: Float64Array;
  private readonly sum: Float64Array;
  private readonly squares: Float64Array;
  private rows = 0;

  constructor(private readonly values: LayerPass) {
    const { layer, activation, outputs } = values;
    this.shape = layer.activation === 'softmax' ? softmaxShape : shapeOf(activation);
    this.slopes = new Float64Array(outputs.values.length);
    this.off = new Uint32Array(layer.units);
    this.atEnd = new Uint32Array(layer.units);
    this.first = new Float64Array(layer.units);
    this.sum = new Float64Array(layer.units);
    this.squares = new Float64Array(layer.units);
  }

  /** Adds the rows of the pass's present chunk. */
  add(rows: number): void {
    const { outputs, layer } = this.values;
    this.computeSlopes(rows);
    if (this.rows === 0) this.first.set(outputs.values.subarray(0, layer.units));
    this.countEnds(rows);
    this.addOutputs(rows);
    this.rows += rows;
  }

  private computeSlopes(rows: number): void {
    const { slopes, values } = this;
    const { activation, nets, outputs, layer } = values;
    const { units } = layer;
    if (layer.activation === 'softmax') {
      for (let i = 0; i < rows * units; i++) slopes[i] = outputs.values[i] * (1 - outputs.values[i]);
      return;
    }
    slopes.fill(1, 0, rows * units);
    activation.backward(nets.values, outputs.values, slopes, 0, rows, units);
  }

  private countEnds(rows: number): void {
    const { slopes, atEnd, off: offCounts } = this;
    const { off, saturates, steepest } = this.shape;
    const { outputs, nets, layer } = this.values;
    for (let i = 0, row = 0; row < rows; row++)
      for (let unit = 0; unit < layer.units; unit++, i++) {
        const slope = Math.abs(slopes[i]);
        if (off !== null && slope <= off && Math.abs(outputs.values[i]) <= off) offCounts[unit]++;
        const canSaturate = nets.values[i] > 0 ? saturates.high : saturates.low;
        if (canSaturate && slope <= flatSlope * steepest) atEnd[unit]++;
      }
  }

  private addOutputs(rows: number): void {
    const { first, sum, squares } = this;
    const { outputs, layer } = this.values;
    for (let i = 0, row = 0; row < rows; row++)
      for (let unit = 0; unit < layer.units; unit++, i++) {
        const distance = outputs.values[i] - first[unit];
        sum[unit] += distance;
        squares[unit] += distance * distance;
      }
  }

  /** The fraction of units that were off for every sample. */
  get deadShare(): number {
    return this.off.filter((count) => count === this.rows).length / this.off.length;
  }

  /** The fraction of units that are not dead and were at an end of their range for nearly all samples. */
  get saturatedShare(): number {
    const { rows, off, atEnd } = this;
    const isSaturated = (count: number, unit: number) => count >= nearlyAll * rows && off[unit] < rows;
    return atEnd.filter(isSaturated).length / atEnd.length;
  }

  /** The mean output over all samples and units. */
  get mean(): number {
    const { sum, first, rows } = this;
    return first.reduce((total, value, unit) => total + value + sum[unit] / rows, 0) / first.length;
  }

  /** The standard deviation over all samples and units. */
  get spread(): number {
    const { mean, sum, squares, first, rows } = this;
    const total = first.reduce((all, value, unit) => {
      const shift = value - mean;
      return all + squares[unit] / rows + 2 * shift * (sum[unit] / rows) + shift * shift;
    }, 0);
    return Math.sqrt(Math.max(0, total / first.length));
  }

  /** The standard deviation of each of the first `most` outputs over the samples. */
  spreads(most: number): number[] {
    const { sum, squares, rows } = this;
    return Array.from(sum.subarray(0, most), (total, unit) =>
      Math.sqrt(Math.max(0, squares[unit] / rows - (total / rows) ** 2)),
    );
  }
}
