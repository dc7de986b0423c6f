import { activations } from '../../engine/model/activations.js';
import type { Backend, CreateBackend, Scorer } from '../../engine/training/backend.js';
import type { Samples, Task } from '../../engine/model/dataset.js';
import { quantum } from '../../engine/pacing.js';
import type { Score } from '../../engine/pass/score.js';
import { compile, type Program } from './compile.js';
import { pack, unpack, type Held } from './parameterLayout.js';
import { watchLimit } from './lossCode.js';
import { planOf, type Plan } from './plan.js';
import { scalars, scoreProgram, stepProgram } from './program.js';
import { Rates } from './rates.js';

const watchedAt = scalars.indexOf('watched');
/** The number of rows in a chunk of the plain loops, which sum each chunk by itself. */
const chunk = 256;

/*
 * Measured against the kernels on one thread of Node 20: in float64, programs are faster up to about 150 parameters (a
 * step of a 4-16-3 network on 16 rows takes 3.3 µs, with the kernels 3.5 µs); in float32, where kernels compute four
 * numbers at a time and a program has to round, up to about 100. V8 does not optimize functions of more than 60 KB of
 * bytecode, which are 65,000 to 80,000 characters: beyond that a step would take a hundred times as long. Half of that
 * also keeps compilation below about 50 ms.
 */
const mostParameters = { float32: 100, float64: 150 };
const mostCharacters = 50_000;

/** Creates a backend that trains a tiny network with a program generated for it; returns null for other networks. */
export const createSpecialized: CreateBackend = (task) => {
  const { layers, precision } = task.state.network;
  const sizes = layers.map(({ weights, bias }) => weights.length + (bias?.length ?? 0));
  if (sizes.reduce((sum, size) => sum + size, 0) > mostParameters[precision]) return null;
  const plan = planOf(task);
  if (!plan || stepWork(plan) > quantum) return null;
  const text = stepProgram(plan);
  return text.length <= mostCharacters ? new SpecializedBackend(plan, text) : null;
};

function rowWork({ layout, layers }: Plan): number {
  return layers.reduce(
    (sum, { layer, activation }) => sum + (layer.units * activations[activation].work) / 2,
    layout.parameters.length,
  );
}

function stepWork(plan: Plan): number {
  const { length } = plan.layout.parameters;
  return 60 + 3 * length + plan.batchSize * (rowWork(plan) + length);
}

/** The work until V8 has optimized a program, and the factor by which the program is slower until then. */
const coldWork = 2 * quantum;
const coldFactor = 20;

class SpecializedBackend implements Backend {
  private readonly step: Program;
  private readonly work: number;
  private cold = coldWork;
  private readonly values: Float64Array;
  /** The parameters before the batches in progress. */
  private readonly before: Float64Array;
  private readonly scalars = new Float64Array(scalars.length);
  private readonly rates: Rates;

  constructor(
    private readonly plan: Plan,
    text: string,
  ) {
    this.work = stepWork(plan);
    this.step = compile(text);
    this.values = pack(plan.layout, plan.state);
    this.before = this.values.slice();
    this.rates = new Rates(plan.training.optimizer, this.scalars);
  }

  get batchWork(): number {
    return this.cold > 0 ? coldFactor * this.work : this.work;
  }

  run(order: Uint32Array | null, first: number, count: number, step: number, learningRate: number): number {
    this.cold -= count * this.work;
    if (this.advance(order, first, count, step, learningRate)) return count;
    // A value that is not finite stays so. Training one batch at a time finds the batch where it appeared.
    for (let done = 0; done < count; done++)
      if (!this.advance(order, first + done, 1, step + done, learningRate)) return done;
    return count;
  }

  read(): Held {
    return unpack(this.plan.layout, this.values, this.plan.network);
  }

  scorer(samples: Samples, task: Task): Scorer | null {
    const { plan, values } = this;
    const { rows } = samples.inputs;
    const work = 60 + rows * rowWork(plan);
    return work <= quantum ? new SpecializedScorer(plan, values, samples, task, work) : null;
  }

  /** Trains all of the batches, or none where a value does not stay finite. */
  private advance(
    order: Uint32Array | null,
    first: number,
    count: number,
    step: number,
    learningRate: number,
  ): boolean {
    const { values, before, scalars, rates } = this;
    const { batchSize, samples } = this.plan;
    const { inputs, targets } = samples;
    const batches = Math.ceil(inputs.rows / batchSize);
    before.set(values);
    scalars[watchedAt] = 0;
    rates.begin(step, learningRate);
    const each = rates.areSteady ? count : 1;
    for (let done = 0; done < count; done += each) {
      rates.next();
      const from = ((first + done) % batches) * batchSize;
      this.step(values, scalars, inputs.values, targets.values, order, from, each);
    }
    if (this.isFinite()) return true;
    values.set(before);
    return false;
  }

  private isFinite(): boolean {
    const { values, scalars, plan } = this;
    for (let p = 0; p < plan.layout.parameters.length; p++)
      if (!(Math.abs(values[p]) < Infinity)) return false;
    return scalars[watchedAt] < watchLimit;
  }
}

class SpecializedScorer implements Scorer {
  private readonly program: Program;
  /** The loss of a chunk, and its number of right rows. */
  private readonly sums = new Float64Array(2);

  constructor(
    private readonly plan: Plan,
    private readonly values: Float64Array,
    private readonly samples: Samples,
    private readonly task: Task,
    readonly work: number,
  ) {
    this.program = compile(scoreProgram(plan, samples, task));
  }

  score(): Score {
    const { sums, samples, values, task, plan } = this;
    const { inputs, targets } = samples;
    let loss = 0;
    sums[1] = 0;
    for (let from = 0; from < inputs.rows; from += chunk) {
      const count = Math.min(chunk, inputs.rows - from);
      this.program(values, sums, inputs.values, targets.values, null, from, count);
      loss += sums[0];
    }
    const scale = plan.meanOver === null ? 1 : 1 / (inputs.rows * plan.meanOver);
    return { loss: loss * scale, accuracy: task === 'classification' ? sums[1] / inputs.rows : null };
  }
}
