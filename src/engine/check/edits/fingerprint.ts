import { activationOf } from '../../pass/pass.js';
import { drain } from '../../pacing.js';
import type { Context } from '../mistakes/context.js';
import { WorkMeter } from '../workMeter.js';
import { valueOf, type Computation } from './computation.js';
import { Evaluator, type Tensor } from './evaluator.js';
import type { Expression, Quantity, QuantityName } from './expression.js';

/** The sizes of the small pass: enough samples to tell reductions apart. */
const [samples, width] = [5, 3];

/**
 * Tells expressions apart that look different but are the same by algebra: those have the same values in any pass, and
 * others differ in almost all (the lemma of Schwartz and Zippel). The pass is a small one of random numbers, with
 * y = f(z) in each layer, so that nothing is the same by chance.
 */
export class Fingerprints {
  private readonly evaluator: Evaluator;
  private readonly tensors = new Map<string, Tensor>();

  constructor(private readonly context: Context) {
    const valueOf = (quantity: Quantity) => this.tensor(quantity);
    this.evaluator = new Evaluator(valueOf, samples, null, new WorkMeter(), true, undefined, context.rows);
  }

  /** Returns what is the same for the same computation; null for one that only the real pass allows. */
  of(computation: Computation): string | null {
    if (computation.kind === 'computed' && !computation.isGeneral) return null;
    const evaluate = (expression: Expression) => this.evaluator.evaluate(expression);
    const { values } = drain(valueOf(computation, evaluate, new WorkMeter()));
    return [...values].map((value) => value.toPrecision(9)).join(); // prettier-ignore
  }

  private tensor({ name, layer }: Quantity): Tensor {
    const key = `${name} ${layer}`;
    const known = this.tensors.get(key) ?? this.make(name, layer);
    this.tensors.set(key, known);
    return known;
  }

  private make(name: QuantityName, layer: number): Tensor {
    const { network, layers } = this.context.recorded;
    if (layer >= 0 && (name === 'y' || name === 'slope')) {
      const nets = this.tensor({ name: 'z', layer } as Quantity).values;
      const activation = activationOf(network, layers[layer].layer.activation);
      const outputs = new Float64Array(nets.length);
      activation.forward(nets, outputs, 0, samples, width);
      const slope = new Float64Array(nets.length).fill(1);
      activation.backward(nets, outputs, slope, 0, samples, width);
      return { rows: samples, columns: width, values: name === 'y' ? outputs : slope };
    }
    const rows = name === 'weights' ? width : name === 'bias' ? 1 : samples;
    const seed = Array.from(name).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) + 101 * layer;
    const values = Float64Array.from({ length: rows * width }, (_, i) => pseudoRandom(seed, i));
    return { rows, columns: width, values };
  }
}

/** Returns a number of at least 0.1 and at most 1 in size that looks random. */
function pseudoRandom(seed: number, index: number): number {
  const x = Math.sin((seed % 100_003) * 12.9898 + index * 78.233) * 43758.5453;
  const part = 2 * (x - Math.floor(x)) - 1;
  return Math.sign(part) * (0.1 + 0.9 * Math.abs(part));
}
