import type { Activation } from '../model/activations.js';
import { customActivation, customLoss } from '../model/customFunctions.js';
import type { Samples } from '../model/dataset.js';
import { accumulate, affine, type Rows } from '../maths/products.js';
import { divisor, losses, type Loss, type OutputRows } from '../model/losses.js';
import type { Floats, Layer, Network } from '../model/network.js';
import { activationOf, fusedLossOf } from '../pass/pass.js';
import { activationFormulas } from './activationFormulas.js';
import { withDerivative } from './derivative.js';
import { evaluate, number } from './formula.js';
import { isFused, isSoftmax, type TraceSource } from './traceSource.js';

/** A layer's values in the forward pass, all [rows][units]. */
export interface ForwardValues {
  readonly nets: Floats;
  readonly outputs: Floats;
  /** The next layer's inputs: the outputs after dropout. */
  readonly passed: Floats;
  /** The factors of dropout, 0 or 1 / (1 − p); null where nothing is dropped. */
  readonly mask: Floats | null;
}

/** A layer's gradients in the backward pass, all [rows][units], of each sample's error, before they are added up over the batch. */
export interface BackwardValues {
  /** The gradients of what was passed on and of the outputs; null where loss and activation are fused. */
  readonly passed: Floats | null;
  readonly outputs: Floats | null;
  /** ∂out/∂net; null for softmax, whose outputs depend on all net inputs. */
  readonly slopes: Floats | null;
  /** ∂E/∂net */
  readonly deltas: Floats;
}

/**
 * Computes some samples with the engine's products, activations and losses, one layer at a time and on demand. It always
 * uses float64 and sums in the order that the formulas show, so that both agree to the last bit.
 */
export class Values {
  /** The numbers of layers computed so far. */
  readonly computed = { forward: 0, backward: 0 };
  readonly rows: number;
  private readonly forwards: ForwardValues[] = [];
  private readonly backwards: BackwardValues[] = [];

  constructor(
    private readonly source: TraceSource,
    private readonly samples: Samples,
    /** Returns the factors of dropout of a layer, counted from 1: [rows][units]. */
    private readonly maskOf: (layer: number) => Floats | null,
  ) {
    this.rows = samples.inputs.rows;
  }

  /** Returns the inputs of a layer, counted from 1: [rows][inputs]. */
  inputs(layer: number): Floats {
    return layer === 1 ? this.samples.inputs.values : this.forward(layer - 1).passed;
  }

  get targets(): Floats {
    return this.samples.targets.values;
  }

  forward(layer: number): ForwardValues {
    for (let each = this.forwards.length + 1; each <= layer; each++)
      this.forwards.push(this.computeForward(each));
    return this.forwards[layer - 1];
  }

  backward(layer: number): BackwardValues {
    const { length } = this.source.network.layers;
    for (let each = length - this.backwards.length; each >= layer; each--)
      this.backwards.push(this.computeBackward(each));
    return this.backwards[length - layer];
  }

  /** Returns ∂E/∂X = Δ W of a layer, counted from 1: [rows][inputs]. */
  inputGradients(number: number): Float64Array {
    const { units, inputs, weights } = this.layer(number);
    const { deltas } = this.backward(number);
    const sums = new Float64Array(this.rows * inputs);
    const coefficients = { values: deltas, iStride: units, jStride: 1 };
    const rows = { from: 0, to: this.rows };
    accumulate(matrix(sums, inputs), rows, coefficients, matrix(weights, inputs), { from: 0, to: units });
    return sums;
  }

  /** Returns the error of one row, summed as in training. */
  loss(row: number): number {
    const { rows, loss, scale } = this.output();
    return loss.sum(rows, row, row + 1) * scale;
  }

  private computeForward(number: number): ForwardValues {
    const { rows } = this;
    const layer = this.layer(number);
    const { units, weights, inputs, bias } = layer;
    const nets = new Float64Array(rows * units);
    const w: Rows = { values: weights, offset: 0, columns: inputs };
    affine(matrix(this.inputs(number), inputs), rows, w, null, matrix(nets, units), { from: 0, to: units });
    if (bias) for (let i = 0; i < nets.length; i++) nets[i] += bias[layer.biasShared ? 0 : i % units];
    const outputs = new Float64Array(rows * units);
    shownActivation(this.source.network, layer).forward(nets, outputs, 0, rows, units);
    const mask = this.maskOf(number);
    this.computed.forward++;
    return { nets, outputs, passed: mask ? outputs.map((value, i) => value * mask[i]) : outputs, mask };
  }

  private computeBackward(number: number): BackwardValues {
    const layer = this.layer(number);
    const { nets, outputs, mask } = this.forward(number);
    const last = number === this.source.network.layers.length;
    this.computed.backward++;
    if (last && isFused(this.source)) {
      return { passed: null, outputs: null, slopes: null, deltas: this.lossGradient() };
    }
    const passed = last ? this.lossGradient() : this.inputGradients(number + 1);
    const gradient = mask ? passed.map((value, i) => value * mask[i]) : passed;
    if (isSoftmax(layer)) {
      return {
        passed,
        outputs: gradient,
        slopes: null,
        deltas: throughSoftmax(outputs, gradient, layer.units),
      };
    }
    const slopes = new Float64Array(gradient.length).fill(1);
    shownActivation(this.source.network, layer).backward(nets, outputs, slopes, 0, this.rows, layer.units);
    return { passed, outputs: gradient, slopes, deltas: gradient.map((value, i) => value * slopes[i]) };
  }

  private lossGradient(): Float64Array {
    const { rows, loss, scale } = this.output();
    const gradient = new Float64Array(this.rows * rows.columns);
    loss.gradient(rows, gradient, scale, 0, this.rows);
    return gradient;
  }

  private output(): { readonly rows: OutputRows; readonly loss: Loss; readonly scale: number } {
    const { network } = this.source;
    const number = network.layers.length;
    const { units: columns } = this.layer(number);
    const { nets, passed } = this.forward(number);
    // Weights of classes are factors of the sum over the batch, not of a sample's own error.
    const loss =
      (isFused(this.source) ? fusedLossOf({ ...network, classWeights: null }) : null) ?? shownLoss(network);
    const rows = { nets, outputs: passed, targets: matrix(this.targets, columns), columns };
    return { rows, loss, scale: 1 / divisor(loss, network.reduction, 1, columns) };
  }

  private layer(number: number): Layer {
    return this.source.network.layers[number - 1];
  }
}

const matrix = (values: Floats, columns: number): Rows => ({ values, offset: 0, columns });

/** Returns the layer's activation. A user-defined one without `df` gets the derivative that is shown. */
function shownActivation(
  { functions }: Network,
  { activation }: Layer,
): Pick<Activation, 'forward' | 'backward'> {
  if (activation === 'gelu') return shownGelu;
  if (!Object.hasOwn(functions, activation)) return activationOf({ functions }, activation);
  return customActivation(withDerivative(functions[activation], 'x'));
}

/** GELU with erf, as it is shown. The engine uses erfc, which calculators lack, and the last digits differ. */
const shownGelu: Pick<Activation, 'forward' | 'backward'> = {
  forward(x, y, from, to, units) {
    const { f } = activationFormulas({ functions: {} }, 'gelu');
    for (let i = from * units; i < to * units; i++) y[i] = evaluate(f(number(x[i])));
  },
  backward(x, y, gradient, from, to, units) {
    const { df } = activationFormulas({ functions: {} }, 'gelu');
    for (let i = from * units; i < to * units; i++) gradient[i] *= evaluate(df(number(x[i]), number(y[i])));
  },
};

function shownLoss({ loss }: Network): Loss {
  return typeof loss === 'string' ? losses[loss] : customLoss(withDerivative(loss, 'y'));
}

/** Computes δ_j = Σ_k ∂E/∂out_k ∂out_k/∂net_j, summed in the order of k. */
function throughSoftmax(outputs: Floats, gradient: Floats, units: number): Float64Array {
  const deltas = new Float64Array(outputs.length);
  for (let start = 0; start < outputs.length; start += units)
    for (let j = 0; j < units; j++)
      for (let k = 0; k < units; k++)
        deltas[start + j] += gradient[start + k] * softmaxSlope(outputs, start, k, j);
  return deltas;
}

/** Returns ∂out_k/∂net_j, which is out_k (1 − out_k) where k = j, else −out_k out_j. */
export function softmaxSlope(outputs: Floats, start: number, k: number, j: number): number {
  const out = outputs[start + k];
  return k === j ? out * (1 - out) : -out * outputs[start + j];
}
