import type { Regularization } from '../../model/regularization.js';
import { penaltyOf } from '../mistakes/context.js';
import { outputGradient } from '../roundedRows.js';
import type { Recorded } from '../record.js';
import type { Quantity } from './expression.js';
import type { Tensor } from './evaluator.js';

/** The values of a pass, each layer's as [rows][units], which expressions are evaluated with. */
export interface PassValues {
  readonly recorded: Recorded;
  readonly nets: readonly Float64Array[];
  readonly outputs: readonly Float64Array[];
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

export function passValues(recorded: Recorded): PassValues {
  return {
    recorded,
    nets: recorded.layers.map(({ nets }) => nets),
    outputs: recorded.layers.map(({ outputs }) => outputs),
    inputs: Float64Array.from(recorded.samples.inputs.values),
    targets: Float64Array.from(recorded.samples.targets.values),
  };
}

/** Looks up the quantities of a pass. δ is that of the answer in the layers that are searched already, else the right one. */
export class Quantities {
  private readonly slopes = new Map<number, Float64Array>();
  private readonly penalties = new Map<number, Float64Array>();
  private error: Float64Array | null = null;

  constructor(private readonly pass: PassValues) {}

  valueOf({ name, layer }: Quantity, deltas: ReadonlyMap<number, Float64Array>): Tensor | null {
    const { recorded, nets, outputs, inputs, targets } = this.pass;
    const { network, rows } = recorded;
    const columns = layer < 0 ? network.inputs : network.layers[layer].units;
    const byRow = (values: Float64Array | undefined): Tensor | null =>
      values ? { rows, columns, values } : null;
    switch (name) {
      case 'y':
        return byRow(layer < 0 ? inputs : outputs[layer]);
      case 'z':
        return byRow(nets[layer]);
      case 't':
        return byRow(targets);
      case 'delta':
        return byRow(deltas.get(layer) ?? recorded.layers[layer].deltas);
      case 'slope':
        return byRow(this.slopeOf(layer));
      case 'error':
        return byRow(this.errorOf());
      case 'weights': {
        const { units, inputs, weights } = network.layers[layer];
        return { rows: units, columns: inputs, values: weights instanceof Float64Array ? weights : Float64Array.from(weights) }; // prettier-ignore
      }
      case 'bias': {
        const { bias } = network.layers[layer];
        return bias && { rows: 1, columns: bias.length, values: Float64Array.from(bias) };
      }
    }
  }

  /** Returns the inputs of a layer, [samples][inputs]. */
  inputsOf(index: number): Float64Array {
    return index === 0 ? this.pass.inputs : this.pass.outputs[index - 1];
  }

  /** Returns the gradient of the penalty of a layer's weights; null where there is none. */
  penaltyOf(index: number, regularization: Regularization): Float64Array | null {
    if (regularization.l1 === 0 && regularization.l2 === 0) return null;
    const known = this.penalties.get(index) ?? Float64Array.from(this.pass.recorded.network.layers[index].weights, (w) => penaltyOf(regularization, w)); // prettier-ignore
    this.penalties.set(index, known);
    return known;
  }

  private slopeOf(index: number): Float64Array {
    const known = this.slopes.get(index);
    if (known) return known;
    const { activation, layer } = this.pass.recorded.layers[index];
    const slope = new Float64Array(this.pass.nets[index].length).fill(1);
    activation.backward(this.pass.nets[index], this.pass.outputs[index], slope, 0, this.pass.recorded.rows, layer.units); // prettier-ignore
    this.slopes.set(index, slope);
    return slope;
  }

  private errorOf(): Float64Array {
    if (this.error) return this.error;
    const last = this.pass.outputs.length - 1;
    const error = new Float64Array(this.pass.outputs[last].length);
    outputGradient(this.pass.recorded, this.pass.outputs[last], error, 0, this.pass.recorded.rows);
    this.error = error;
    return error;
  }
}
