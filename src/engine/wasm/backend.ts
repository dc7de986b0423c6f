import type { Backend, BackendTask, CreateBackend } from '../backend.js';
import type { Samples } from '../dataset.js';
import type { Floats, Matrix, Network } from '../network.js';
import { quantum } from '../pacing.js';
import { Random } from '../random.js';
import type { TrainingState } from '../state.js';
import { createHost, viewOf } from './host.js';
import { writeHeader } from './header.js';
import type { Kernels, Workshop } from './kernels.js';
import * as at from './layout.js';
import { mostBatches, planProgram, type Program } from './program.js';
import { writeRates } from './rates.js';
import { Tensors } from './tensors.js';

/** Multiply-adds of a step from which on more threads are worth their while. */
const worthThreads = { float32: 400_000, float64: 150_000 };
/** How many of the kernels' multiply-adds take as long as one of the plain loops'. */
const speedup = { float32: 16, float64: 4 };
/** Multiply-adds after which the parameters are saved anew, so that going back takes no longer than some 100 ms. */
const savedEvery = 2 ** 32;

/** Networks trained by kernels. */
export function kernelBackends(kernels: Kernels): CreateBackend {
  return (task) => {
    const { state, samples, training, batchSize } = task;
    const program = planProgram(state.network, samples, training, batchSize, kernels);
    if (program.lowest < 0) return null;
    const workshop = kernels.open(program.bytes);
    return workshop && new KernelBackend(task, program, workshop, kernels.threads);
  };
}

/** Batches in a row, all with one learning rate. */
interface Stretch {
  readonly order: Uint32Array | null;
  /** The first one's number in its epoch. */
  readonly first: number;
  /** Batches done before it in all. */
  readonly step: number;
  readonly learningRate: number;
}

/** The kernels at work on one network, whose parameters are packed in their memory. */
class KernelBackend implements Backend {
  readonly batchWork: number;
  private readonly ints: Int32Array;
  private readonly bytes: Uint8Array;
  private readonly rates: Float64Array;
  private readonly tensors: Tensors;
  private readonly threads: number;
  /** Multiply-adds of a batch. */
  private readonly work: number;
  private readonly isPrepared: boolean;
  /** The parameters in the copy are those before this stretch, of which so many batches are done. */
  private saved: { readonly stretch: Stretch; count: number } | null = null;
  /** What the kernels are at: where rows that they lack are taken from. */
  private current: { readonly samples: Samples; readonly stretch: Stretch | null };
  /** Within a stretch of batches that take several chunks each. */
  private progress: { done: number; chunk: number } | null = null;
  private draws: readonly Random[] = [];
  /** Its shape; the state itself asks this backend for the parameters from now on. */
  private readonly network: Network;

  constructor(
    private readonly task: BackendTask,
    private readonly program: Program,
    private readonly workshop: Workshop,
    threads: number,
  ) {
    const { state, samples, training, batchSize } = task;
    const { network } = state;
    const { buffer } = workshop;
    this.network = network;
    this.current = { samples, stretch: null };
    this.ints = new Int32Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.rates = new Float64Array(buffer, program.rates, 4 * mostBatches);
    this.tensors = new Tensors(program, buffer);
    writeHeader(buffer, program, network, training, batchSize);
    this.tensors.write(state);
    if (program.inputs) {
      this.view(program.inputs, samples.inputs.values.length).set(samples.inputs.values);
      this.view(program.targets, samples.targets.values.length).set(samples.targets.values);
    }
    workshop.host = createHost(network, buffer, (start, rows) => this.prepare(start, rows));
    const drops = network.layers.some(({ dropout }) => dropout > 0);
    const weights = network.layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
    this.isPrepared = drops || !program.inputs;
    this.work = 3 * weights * batchSize;
    this.batchWork = 1000 + this.work / speedup[network.precision];
    this.threads = this.work >= worthThreads[network.precision] ? threads : 1;
  }

  run(
    order: Uint32Array | null,
    first: number,
    count: number,
    step: number,
    learningRate: number,
  ): number | null {
    const stretch = { order, first, step, learningRate };
    if (!this.progress) this.begin(stretch);
    const done = this.advance(stretch, count, quantum * speedup[this.network.precision]);
    if (done === null) return null;
    if (done < count) this.goBack(done);
    else if (this.saved) this.saved.count += done;
    return done;
  }

  read(): Pick<TrainingState, 'network' | 'slots'> {
    return this.tensors.read(this.network);
  }

  /** The order in its place, and the parameters in their copy where what follows is not of the same stretch. */
  private begin({ order, first, step, learningRate }: Stretch): void {
    const { program, saved } = this;
    const follows =
      saved?.stretch.order === order &&
      saved.stretch.learningRate === learningRate &&
      saved.stretch.step + saved.count === step &&
      (order === null || first > 0);
    if (order && !follows) this.ints.set(order, program.order >> 2);
    if (follows && saved.count * this.work < savedEvery) return;
    const { from, to, copy } = program.parameters;
    this.bytes.copyWithin(copy, from, to);
    this.saved = { stretch: { order, first, step, learningRate }, count: 0 };
  }

  /** To the parameters before the batch that came to nothing: from those saved, through what was done since. */
  private goBack(done: number): void {
    if (!this.saved) return;
    const { stretch, count } = this.saved;
    const { from, to, copy } = this.program.parameters;
    this.bytes.copyWithin(from, copy, copy + to - from);
    this.saved.count += done;
    this.advance(stretch, count + done, Infinity);
  }

  /** Batches of a stretch; how many are done, or null where the work has been done but not they. */
  private advance(stretch: Stretch, count: number, work: number): number | null {
    const { batchSize } = this.task;
    const isWhole = batchSize <= this.program.capacity;
    this.current = { samples: this.task.samples, stretch };
    return isWhole ? this.inOne(stretch, count) : this.inChunks(stretch, count, work);
  }

  private inOne({ order, first, step, learningRate }: Stretch, count: number): number {
    const { task, program, ints, rates } = this;
    const each = Math.ceil(task.samples.inputs.rows / task.batchSize);
    // Where masks are drawn or rows are fetched, the host has to know which batch it is.
    const most = this.isPrepared ? 1 : mostBatches;
    for (let done = 0; done < count;) {
      const now = Math.min(most, count - done);
      for (let i = 0; i < now; i++)
        writeRates(rates, 4 * i, task.training, step + done + i + 1, learningRate);
      this.startTask(at.TRAIN, order ? program.order : 0);
      ints[at.FIRST >> 2] = (first + done) % each;
      ints[at.COUNT >> 2] = now;
      this.drawFor(step + done);
      this.workshop.run(this.network, this.threads, now * this.work);
      const kept = ints[at.DONE >> 2];
      done += kept;
      if (kept < now) return done;
    }
    return count;
  }

  private inChunks(
    { order, first, step, learningRate }: Stretch,
    count: number,
    work: number,
  ): number | null {
    const { task, program, ints } = this;
    const { rows } = task.samples.inputs;
    const each = Math.ceil(rows / task.batchSize);
    const progress = (this.progress ??= { done: 0, chunk: 0 });
    const chunkWork = (this.work * program.capacity) / task.batchSize;
    for (let left = work; progress.done < count; left -= chunkWork) {
      if (left <= 0) return null;
      const start = ((first + progress.done) % each) * task.batchSize;
      const end = Math.min(rows, start + task.batchSize);
      const from = start + progress.chunk * program.capacity;
      const to = Math.min(end, from + program.capacity);
      writeRates(this.rates, 0, task.training, step + progress.done + 1, learningRate);
      this.startTask(at.TRAIN_CHUNK, order ? program.order : 0);
      ints[at.CHUNK_START >> 2] = from;
      ints[at.CHUNK_ROWS >> 2] = to - from;
      ints[at.BATCH_ROWS >> 2] = end - start;
      ints[at.IS_FIRST >> 2] = from === start ? 1 : 0;
      ints[at.IS_LAST >> 2] = to === end ? 1 : 0;
      if (from === start) this.drawFor(step + progress.done);
      this.workshop.run(this.network, this.threads, chunkWork);
      progress.chunk++;
      if (to < end) continue;
      if (ints[at.DONE >> 2] === 0) break;
      progress.done++;
      progress.chunk = 0;
    }
    this.progress = null;
    return progress.done;
  }

  private startTask(task: number, order: number): void {
    const { ints, program, isPrepared } = this;
    ints[at.TASK >> 2] = task;
    ints[at.ROWS >> 2] = this.task.samples.inputs.rows;
    ints[at.ORDER >> 2] = order;
    ints[at.INPUTS >> 2] = program.inputs;
    ints[at.TARGETS >> 2] = program.targets;
    ints[at.PREPARED >> 2] = isPrepared ? 1 : 0;
  }

  /** Dropout's masks are decided by the seed, the step and the layer. */
  private drawFor(step: number): void {
    if (!this.isPrepared) return;
    const { seed } = this.task.training;
    this.draws = this.network.layers.map((_, index) => new Random(seed, 'dropout', step, index));
  }

  /** Rows that the kernels lack, and dropout's factors. */
  private prepare(start: number, rows: number): void {
    const { program, current, network } = this;
    const { samples, stretch } = current;
    if (!this.ints[at.INPUTS >> 2]) {
      const order = stretch?.order ?? null;
      this.fetch(samples.inputs, program.gatheredInputs, order, start, rows);
      if (stretch) this.fetch(samples.targets, program.gatheredTargets, order, start, rows);
    }
    if (!stretch) return;
    network.layers.forEach(({ dropout, units }, index) => {
      const { mask } = program.layers[index];
      if (!mask) return;
      const factors = this.view(mask, rows * units);
      const draws = this.draws[index];
      const threshold = dropout * 2 ** 32;
      const kept = 1 / (1 - dropout);
      for (let i = 0; i < factors.length; i++) factors[i] = draws.uint32() >= threshold ? kept : 0;
    });
  }

  private fetch(matrix: Matrix, to: number, order: Uint32Array | null, start: number, rows: number): void {
    const { columns, values } = matrix;
    const place = this.view(to, rows * columns);
    if (!order) {
      place.set(values.subarray(start * columns, (start + rows) * columns));
      return;
    }
    for (let row = 0; row < rows; row++) {
      const from = order[start + row] * columns;
      place.set(values.subarray(from, from + columns), row * columns);
    }
  }

  private view(address: number, length: number): Floats {
    return viewOf(this.network, this.workshop.buffer, address, length);
  }
}
