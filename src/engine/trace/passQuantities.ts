import { classOf } from '../model/classOf.js';
import type { Floats, Layer } from '../model/network.js';
import { Random } from '../maths/random.js';
import { trainedTensors } from '../training/state.js';
import { evaluate, symbol, type Formula, type Notation } from './formula.js';
import { Layout } from './stepLayout.js';
import { named, notationOf, ofSample, parameterNotation } from './notation.js';
import type { Place, Quantity } from './stepPlace.js';
import { hasOwnTotal, sampleWeights, type TraceSource } from './traceSource.js';
import { softmaxSlope, Values } from './passValues.js';

/** Returns the formula of a quantity from the symbols and values of the others. */
export type FormulaOf = (quantities: Quantities, place: Place) => Formula;

/** The quantities of a pass with their values, symbols and steps, all computed on demand. */
export class Quantities {
  readonly layout: Layout;
  /** The values of the sample that is shown. */
  readonly shown: Values;
  /** The values of all samples in the batch; the same as `shown` where there is only one. */
  readonly batch: Values;
  /** Whether the error of the batch is another quantity than that of the sample shown. */
  readonly hasOwnTotal: boolean;
  /** The weight of each sample in the error of the batch; null where all count alike. */
  private readonly weights: readonly number[] | null;
  /** The number that the weighted sum over the samples is divided by; null where it is not divided. */
  readonly batchDivisor: number | null;
  private readonly masks = new Map<number, Floats>();
  private readonly kept = new Map<number, number>();

  constructor(
    readonly source: TraceSource,
    private readonly formulas: FormulaOf,
  ) {
    this.layout = new Layout(source);
    const { inputs, targets } = source.batch;
    this.hasOwnTotal = hasOwnTotal(source);
    this.weights = sampleWeights(source);
    const total = this.weights?.reduce((sum, weight) => sum + weight) ?? inputs.rows;
    this.batchDivisor = source.network.reduction === 'sum' || total === 0 ? null : total;
    const row = ({ columns, values }: { readonly columns: number; readonly values: Floats }) => ({
      rows: 1,
      columns,
      values: values.subarray(source.sample * columns, (source.sample + 1) * columns),
    });
    this.batch = new Values(source, source.batch, (layer) => this.mask(layer));
    this.shown =
      inputs.rows > 1
        ? new Values(source, { inputs: row(inputs), targets: row(targets) }, (layer) => this.maskRow(layer))
        : this.batch;
  }

  layer(number: number): Layer {
    return this.source.network.layers[number - 1];
  }

  get outputLayer(): number {
    return this.source.network.layers.length;
  }

  formula(place: Place): Formula {
    return this.formulas(this, place);
  }

  /** The notation of the shown sample's error. */
  get sampleError(): Notation {
    const error = { text: 'E', latex: 'E' };
    return this.hasOwnTotal ? ofSample(error, this.source.rows[this.source.sample]) : error;
  }

  /** Returns a quantity as a symbol that is linked to its step. */
  symbol(quantity: Quantity, layer: number, unit: number | null = null, part: number | null = null): Formula {
    const place = { quantity, layer, unit, part };
    const step = this.layout.indexOf(place);
    const ref = step === null ? ({ kind: 'constant' } as const) : ({ kind: 'step', index: step } as const);
    return symbol(notationOf(place, this.source.names, this.sampleError), this.value(place), ref);
  }

  /** Returns the same quantity of another sample of the batch, named by its row. */
  ofSample(formula: Formula, sample: number, value: number): Formula {
    if (formula.kind !== 'symbol') return formula;
    const notation = ofSample(formula.notation, this.source.rows[sample]);
    return sample === this.source.sample
      ? { ...formula, notation }
      : symbol(notation, value, { kind: 'sample', sample });
  }

  /** Returns what a layer receives from unit `input` of the previous layer, or from the data. */
  input(layer: number, input: number): Formula {
    const { names } = this.source;
    if (layer > 1) return this.symbol(this.drops(layer - 1) ? 'dropped' : 'out', layer - 1, input);
    const ref = { kind: 'input', index: input } as const;
    return symbol(named(names.input(input)), this.shown.inputs(1)[input], ref);
  }

  target(output: number): Formula {
    const name = named(this.source.names.unit(this.outputLayer, output));
    const notation = { text: `t_${name.text}`, latex: `t_{${name.latex}}` };
    return symbol(notation, this.shown.targets[output], { kind: 'target', index: output });
  }

  /** Returns a weight, or a bias where `input` is null, before the update. */
  parameter(layer: number, unit: number | null, input: number | null): Formula {
    const notation = parameterNotation({ layer, unit, part: input }, this.source.names);
    return symbol(notation, this.parameterValue(layer, unit, input), {
      kind: 'parameter',
      layer,
      unit,
      input,
    });
  }

  parameterValue(number: number, unit: number | null, input: number | null): number {
    const { weights, inputs, bias } = this.layer(number);
    if (input !== null) return weights[(unit ?? 0) * inputs + input];
    return bias ? bias[unit ?? 0] : 0;
  }

  setting(key: string, text: string, latex: string, value: number): Formula {
    return symbol({ text, latex }, value, { kind: 'setting', key });
  }

  /** Returns a parameter's slot of the optimizer after the previous step. */
  slotBefore({ layer, unit, part }: Place, slot: number): number {
    const { slots, network } = this.source;
    if (!slots) return 0;
    const name = part === null ? 'bias' : 'weights';
    const tensor = trainedTensors(network).findIndex(
      (each) => each.layer === layer - 1 && each.name === name,
    );
    const at = part === null ? (unit ?? 0) : (unit ?? 0) * this.layer(layer).inputs + part;
    return slots[tensor][slot][at];
  }

  drops(layer: number): boolean {
    return this.source.dropout !== null && this.layer(layer).dropout > 0;
  }

  maskFactor(layer: number, unit: number): number {
    return this.shown.forward(layer).mask?.[unit] ?? 1;
  }

  /** Returns a step's value: that of the formula, read from the arrays where they already hold it. */
  value(place: Place): number {
    return this.valueInArrays(place) ?? this.evaluate(place);
  }

  private valueInArrays({ quantity, layer, unit, part }: Place): number | undefined {
    if (unit === null) return undefined;
    const { shown } = this;
    switch (quantity) {
      case 'net':
        return shown.forward(layer).nets[unit];
      case 'out':
        return shown.forward(layer).outputs[unit];
      case 'dropped':
        return shown.forward(layer).passed[unit];
      case 'dE_ddropped':
        return shown.backward(layer).passed?.[unit];
      case 'dE_dout':
        return shown.backward(layer).outputs?.[unit];
      case 'dout_dnet':
        if (part !== null) return softmaxSlope(shown.forward(layer).outputs, 0, part, unit);
        return shown.backward(layer).slopes?.[unit];
      case 'delta':
        return shown.backward(layer).deltas[unit];
      case 'path':
        return shown.backward(layer + 1).deltas[part ?? 0] * this.parameterValue(layer + 1, part, unit);
      case 'sample_dE_dw':
        return shown.backward(layer).deltas[unit] * shown.inputs(layer)[part ?? 0];
      case 'dE_dw':
        return this.batchWeightGradient(layer, unit, part ?? 0);
      case 'sample_dE_db':
        return shown.backward(layer).deltas[unit];
      default:
        return undefined;
    }
  }

  /** Returns the weight of a sample in the error of the batch; 1 where all count alike. */
  weightOf(sample: number): number {
    return this.weights?.[sample] ?? 1;
  }

  /** Returns the symbols of the samples' weights, named by their classes; null where all count alike. */
  weightSymbols(): Formula[] | null {
    const { columns, values } = this.source.batch.targets;
    return (
      this.weights?.map((weight, row) => {
        const k = classOf(values, row * columns, columns);
        const name = named(columns === 1 ? String(k) : this.source.names.unit(this.outputLayer, k));
        return this.setting(`classWeights.${k}`, `ω_${name.text}`, `\\omega_{${name.latex}}`, weight);
      }) ?? null
    );
  }

  /** Computes Σ_n ω[n] δ[n] x[n], divided for a mean, in the order of the samples. */
  batchWeightGradient(layer: number, unit: number, input: number): number {
    const { units, inputs } = this.layer(layer);
    const { batch } = this;
    const { deltas } = batch.backward(layer);
    const x = batch.inputs(layer);
    let sum = this.weightOf(0) * deltas[unit] * x[input];
    for (let row = 1; row < batch.rows; row++)
      sum += this.weightOf(row) * deltas[row * units + unit] * x[row * inputs + input];
    return this.batchDivisor === null ? sum : sum / this.batchDivisor;
  }

  /** Evaluates all other quantities and caches them, since many steps need some of them, such as the norm of all gradients. */
  private evaluate(place: Place): number {
    const step = this.layout.indexOf(place);
    const known = step === null ? undefined : this.kept.get(step);
    if (known !== undefined) return known;
    const value = evaluate(this.formula(place));
    if (step !== null && place.unit === null) this.kept.set(step, value);
    return value;
  }

  private mask(number: number): Floats | null {
    if (!this.drops(number) || !this.source.dropout) return null;
    const known = this.masks.get(number);
    if (known) return known;
    const { units, dropout } = this.layer(number);
    const draws = new Random(this.source.dropout.seed, 'dropout', this.source.step, number - 1);
    const mask = new Float64Array(this.source.batch.inputs.rows * units);
    for (let i = 0; i < mask.length; i++)
      mask[i] = draws.uint32() >= dropout * 2 ** 32 ? 1 / (1 - dropout) : 0;
    this.masks.set(number, mask);
    return mask;
  }

  private maskRow(number: number): Floats | null {
    const { units } = this.layer(number);
    return this.mask(number)?.subarray(this.source.sample * units, (this.source.sample + 1) * units) ?? null;
  }
}
