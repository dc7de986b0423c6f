import type { Backend, BackendTask, CreateBackend, Forward } from '../../engine/training/backend.js';
import type { Network } from '../../engine/model/network.js';
import { quantum } from '../../engine/pacing.js';
import type { TrainingState } from '../../engine/training/state.js';
import { BlockwiseForward } from './blockwiseForward.js';
import { writeHeader } from './writeHeader.js';
import type { Kernels, KernelInstance } from './kernels.js';
import * as at from './layout.js';
import { KernelRunner, type Fields } from './kernelRunner.js';
import { mostBatches, planProgram, type Program } from './program.js';
import { writeRates } from './writeRates.js';
import { Tensors } from './tensors.js';

/** The number of multiply-adds that the kernels do in the time of one in the plain loops. */
const speedup = { float32: 16, float64: 4 };
/** The number of multiply-adds after which the parameters are saved again, so that restoring takes at most 300 ms. */
const savedEvery = 2 ** 34;

/** Returns a factory of backends that train networks with these kernels. */
export function kernelBackends(kernels: Kernels): CreateBackend {
  return (task) => {
    const { state, samples, training, batchSize } = task;
    const program = planProgram(state.network, samples, training, batchSize, kernels);
    if (program.lowest < 0) return null;
    const instance = kernels.open(program.bytes);
    return instance && new KernelBackend(task, program, instance, kernels.threads);
  };
}

/** Consecutive batches that all have the same learning rate. */
interface Stretch {
  readonly order: Uint32Array | null;
  /** The index of the first batch in its epoch, from 0. */
  readonly first: number;
  /** The number of batches done before the stretch, in all epochs. */
  readonly step: number;
  readonly learningRate: number;
}

/** Trains one network with the kernels. Its parameters are packed into their memory. */
class KernelBackend implements Backend {
  readonly batchWork: number;
  readonly threads: number;
  readonly forward: Forward;
  private readonly runner: KernelRunner;
  private readonly bytes: Uint8Array;
  private readonly rates: Float64Array;
  private readonly tensors: Tensors;
  /** The number of multiply-adds in one batch. */
  private readonly work: number;
  /** The stretch before which the parameters were copied, and how many of its batches are done. */
  private saved: { readonly stretch: Stretch; count: number } | null = null;
  /** The position within a stretch whose batches take several chunks each. */
  private progress: { done: number; chunk: number } | null = null;
  /** The network with the current parameters; null where they have changed since they were last read. */
  private shown: Network | null;

  constructor(
    private readonly task: BackendTask,
    private readonly program: Program,
    instance: KernelInstance,
    threads: number,
  ) {
    const { state, samples, training, batchSize } = task;
    const { network } = state;
    const { buffer } = instance;
    writeHeader(buffer, program, network, training, batchSize);
    this.shown = network;
    this.bytes = new Uint8Array(buffer);
    this.rates = new Float64Array(buffer, program.rates, 4 * mostBatches);
    this.tensors = new Tensors(program, buffer);
    this.tensors.write(state);
    this.runner = new KernelRunner(network, program, instance, threads);
    this.runner.load(samples);
    this.forward = new BlockwiseForward(this.runner, program.inputs ? samples : null, buffer).forward;
    const weights = network.layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
    this.work = 3 * weights * batchSize;
    this.threads = this.runner.threadsFor(this.work);
    this.batchWork = 1000 + this.work / speedup[network.precision];
  }

  run(
    order: Uint32Array | null,
    first: number,
    count: number,
    step: number,
    learningRate: number,
  ): number | null {
    const stretch = { order, first, step, learningRate };
    this.shown = null;
    if (!this.progress) this.begin(stretch);
    const done = this.advance(stretch, count, quantum * speedup[this.runner.network.precision]);
    if (done === null) return null;
    if (done < count) this.restoreBefore(done);
    else if (this.saved) this.saved.count += done;
    return done;
  }

  read(): Pick<TrainingState, 'network' | 'slots'> {
    const parameters = this.tensors.read(this.runner.network);
    this.shown = parameters.network;
    return parameters;
  }

  holds(network: Network): boolean {
    return network === this.shown;
  }

  /**
   * Starts a stretch: writes the order of the rows, and saves the parameters unless the last stretch simply continues.
   */
  private begin({ order, first, step, learningRate }: Stretch): void {
    const { program, saved } = this;
    const follows =
      saved?.stretch.order === order &&
      saved.stretch.learningRate === learningRate &&
      saved.stretch.step + saved.count === step &&
      (order === null || first > 0);
    if (order && !follows) this.runner.setOrder(order);
    if (follows && saved.count * this.work < savedEvery) return;
    const { from, to, copy } = program.parameters;
    this.bytes.copyWithin(copy, from, to);
    this.saved = { stretch: { order, first, step, learningRate }, count: 0 };
  }

  /** Restores the parameters before a failed batch: restores the saved ones and trains them again up to that batch. */
  private restoreBefore(done: number): void {
    if (!this.saved) return;
    const { stretch, count } = this.saved;
    const { from, to, copy } = this.program.parameters;
    this.bytes.copyWithin(from, copy, copy + to - from);
    this.saved.count += done;
    this.advance(stretch, count + done, Infinity);
  }

  /** Trains batches of a stretch. Returns how many are done, or null where the work is used up before they are. */
  private advance(stretch: Stretch, count: number, work: number): number | null {
    const isWhole = this.task.batchSize <= this.program.capacity;
    return isWhole ? this.inOne(stretch, count) : this.inChunks(stretch, count, work);
  }

  private inOne({ order, first, step, learningRate }: Stretch, count: number): number {
    const { task, runner } = this;
    // The host can supply masks and rows only if each task is a single batch.
    const most = runner.needsHost ? 1 : mostBatches;
    for (let done = 0; done < count;) {
      const now = Math.min(most, count - done);
      this.prepare(step + done, now, learningRate);
      const fields: Fields = [
        [at.FIRST, (first + done) % this.batchesInEpoch],
        [at.COUNT, now],
      ];
      const kept = runner.train(at.TRAIN, fields, task.samples, order, this.work, now);
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
    const { task, program, runner } = this;
    const progress = (this.progress ??= { done: 0, chunk: 0 });
    const chunkWork = (this.work * program.capacity) / task.batchSize;
    for (let left = work; progress.done < count; left -= chunkWork) {
      if (left <= 0) return null;
      const start = ((first + progress.done) % this.batchesInEpoch) * task.batchSize;
      const end = Math.min(task.samples.inputs.rows, start + task.batchSize);
      const from = start + progress.chunk * program.capacity;
      const to = Math.min(end, from + program.capacity);
      if (from === start) this.prepare(step + progress.done, 1, learningRate);
      const fields: Fields = [
        [at.CHUNK_START, from],
        [at.CHUNK_ROWS, to - from],
        [at.BATCH_ROWS, end - start],
        [at.IS_FIRST, from === start ? 1 : 0],
        [at.IS_LAST, to === end ? 1 : 0],
      ];
      const kept = runner.train(at.TRAIN_CHUNK, fields, task.samples, order, chunkWork, 1);
      progress.chunk++;
      if (to < end) continue;
      if (kept === 0) break;
      progress.done++;
      progress.chunk = 0;
    }
    this.progress = null;
    return progress.done;
  }

  /** Writes the learning rates of `count` steps, and starts the random draws of their masks. */
  private prepare(step: number, count: number, learningRate: number): void {
    const { training } = this.task;
    for (let i = 0; i < count; i++) writeRates(this.rates, 4 * i, training, step + i + 1, learningRate);
    if (this.runner.needsHost) this.runner.source.drawFor(training.seed, step);
  }

  private get batchesInEpoch(): number {
    return Math.ceil(this.task.samples.inputs.rows / this.task.batchSize);
  }
}
