import { EventEmitter } from 'node:events';
import { nameSource } from '../config/nameSource.js';
import type { NetworkConfig } from '../config/spec.js';
import type { Dataset } from '../engine/dataset.js';
import { createNetwork } from '../engine/initialize.js';
import type { Outcome } from '../engine/metrics.js';
import { drain } from '../engine/pacing.js';
import type { TrainingSpec } from '../engine/spec.js';
import { startTraining, type TrainingState } from '../engine/state.js';
import { trace } from '../engine/trace/create.js';
import { createNames, type Names } from '../engine/trace/names.js';
import type { ParameterPlace } from '../engine/trace/paths.js';
import type { Stride, Trace } from '../engine/trace/trace.js';
import { batchRows, trainBatch } from '../engine/train.js';
import { withInput, withParameter } from './change.js';
import { Passes, successor, type Pass } from './passes.js';

export interface WalkStart {
  readonly config: NetworkConfig;
  readonly dataset: Dataset;
  /** Of a run to go on from; without it the walk begins at the initial parameters. */
  readonly state?: TrainingState | null;
  /**
   * Row of the training part to begin with, sample by sample in the order of the data. Without it the passes are the
   * mini-batches of the run, unless they are too large for anyone to follow.
   */
  readonly sample?: number | null;
}

interface WalkEvents {
  /** The cursor is at another step of the same trace. */
  moved: [];
  /** The trace is another: another pass, another sample, changed numbers. */
  changed: [];
  /** The file is no longer what is walked through, or is so again. */
  stale: [];
}

/** Larger batches make formulas nobody reads. */
const mostSamples = 1000;

/**
 * Training, walked through pass by pass and step by step: one cursor, whoever moves it and whoever looks. A pass is
 * traced with the parameters it starts from; the next one starts from what the engine's own training makes of them.
 */
export class Walk {
  readonly events = new EventEmitter<WalkEvents>();
  readonly names: Names;
  /** The passes go sample by sample though the run would not. */
  readonly bySample: boolean;
  /** How the run ended, once the walk has come to its end. */
  outcome: Outcome | null = null;
  private passes: Passes;
  private at: Pass;
  private current: Trace;
  private number = 0;
  private cursor = 0;
  private isStale = false;

  private constructor(
    readonly config: NetworkConfig,
    private readonly training: TrainingSpec,
    private readonly start: Pass,
    bySample: boolean,
  ) {
    this.events.setMaxListeners(0);
    this.bySample = bySample;
    this.names = createNames(nameSource(config, start.dataset), start.state.network);
    this.passes = new Passes(start, training);
    this.at = start;
    this.current = this.traced(0);
  }

  /** @throws RangeError where there is no such sample */
  static open({ config, dataset, state = null, sample = null }: WalkStart): Walk {
    const { inputs } = dataset.training;
    if (sample !== null && !(Number.isInteger(sample) && sample >= 0 && sample < inputs.rows))
      throw new RangeError(`There is no sample ${sample}.`);
    const whole = config.training;
    const batch = Math.min(whole.batchSize ?? inputs.rows, inputs.rows);
    const start = state ?? startTraining(createNetwork(config, inputs.columns, whole), whole);
    // Rosenblatt's rule goes by samples whatever the batch.
    if (sample === null && whole.optimizer.type === 'perceptron') {
      const training = { ...whole, batchSize: 1 };
      return Walk.from(config, training, dataset, { ...start, batch: start.batch * batch }, false);
    }
    if (sample === null && batch <= mostSamples) return Walk.from(config, whole, dataset, start, false);
    const training = { ...whole, batchSize: 1, shuffle: false };
    return Walk.from(config, training, dataset, { ...start, batch: sample ?? 0 }, true);
  }

  private static from(
    config: NetworkConfig,
    training: TrainingSpec,
    dataset: Dataset,
    state: TrainingState,
    bySample: boolean,
  ): Walk {
    const begun = successor(state);
    // A run may have been paused between its last mini-batch and the end of the epoch.
    if (batchRows(begun, dataset, training).length === 0) drain(trainBatch(begun, dataset, training));
    return new Walk(config, training, { state: begun, dataset }, bySample);
  }

  /** Of the pass, with the sample that is shown. */
  get trace(): Trace {
    return this.current;
  }

  /** The step of the trace that the cursor is at. */
  get index(): number {
    return this.cursor;
  }

  /** The data, with the inputs as they have been changed. */
  get dataset(): Dataset {
    return this.at.dataset;
  }

  /** Passes done before this one. */
  get pass(): number {
    return this.number;
  }

  /** The epoch that the pass belongs to, from 1. */
  get epoch(): number {
    return this.at.state.epoch + 1;
  }

  /** The mini-batch of that epoch, from 1. */
  get batch(): number {
    return this.at.state.batch + 1;
  }

  /** Which sample of the mini-batch is shown, from 0. */
  get sample(): number {
    return this.current.source.sample;
  }

  /** The rows of the training part that the mini-batch has. */
  get rows(): readonly number[] {
    return this.current.source.rows;
  }

  get stale(): boolean {
    return this.isStale;
  }

  set stale(stale: boolean) {
    if (stale === this.isStale) return;
    this.isStale = stale;
    this.events.emit('stale');
  }

  /** To a step of this pass; the nearest there is. False where the cursor is there already. */
  go(index: number): boolean {
    const to = Math.max(0, Math.min(Math.trunc(index), this.current.length - 1));
    if (to === this.cursor) return false;
    this.cursor = to;
    this.events.emit('moved');
    return true;
  }

  next(by: Stride): boolean {
    return this.go(this.current.next(this.cursor, by));
  }

  previous(by: Stride): boolean {
    return this.go(this.current.previous(this.cursor, by));
  }

  /** To the first step of the pass. */
  first(): boolean {
    return this.go(0);
  }

  last(): boolean {
    return this.go(this.current.length - 1);
  }

  /** To the first step of the pass after this one; false at the end of the run, and then `outcome` says how it ended. */
  async nextPass(): Promise<boolean> {
    return this.toPass(this.number + 1, 'first');
  }

  /** To the last step of the pass before this one; false at the first. */
  async previousPass(): Promise<boolean> {
    return this.number > 0 && this.toPass(this.number - 1, 'last');
  }

  /** Another sample of the mini-batch, from 0; at the same step. @throws RangeError where it has none such */
  showSample(sample: number): void {
    if (!(Number.isInteger(sample) && sample >= 0 && sample < this.rows.length))
      throw new RangeError(`There is no sample ${sample}.`);
    if (sample === this.sample) return;
    this.current = this.traced(sample);
    this.events.emit('changed');
  }

  /** Another value for a weight or a bias from this pass on; at the same step. */
  setParameter(place: ParameterPlace, value: number): void {
    const { state, dataset } = this.at;
    this.change({ dataset, state: { ...state, network: withParameter(state.network, place, value) } });
  }

  /** Another value for input `input` of a sample of the mini-batch, from this pass on; at the same step. */
  setInput(sample: number, input: number, value: number): void {
    const { state, dataset } = this.at;
    this.change({ state, dataset: withInput(dataset, this.rows[sample], input, value) });
  }

  /** Back to the very same start: the first pass, nothing changed, the first step. */
  restart(): void {
    this.passes = new Passes(this.start, this.training);
    this.number = 0;
    this.at = this.start;
    this.outcome = null;
    this.current = this.traced(0);
    this.cursor = 0;
    this.events.emit('changed');
  }

  private change(pass: Pass): void {
    this.passes.set(this.number, pass);
    this.at = pass;
    this.outcome = null;
    this.current = this.traced(this.sample);
    this.events.emit('changed');
  }

  private async toPass(number: number, step: 'first' | 'last'): Promise<boolean> {
    const { passes } = this;
    const pass = await passes.get(number);
    if (passes !== this.passes) return false;
    if ('kind' in pass) {
      this.outcome = pass;
      return false;
    }
    this.number = number;
    this.at = pass;
    this.current = this.traced(this.sample);
    this.cursor = step === 'first' ? 0 : this.current.length - 1;
    this.events.emit('changed');
    return true;
  }

  private traced(sample: number): Trace {
    const { state, dataset } = this.at;
    const rows = batchRows(state, dataset, this.training);
    return trace(state.network, dataset.training, this.training, {
      names: this.names,
      rows,
      sample: Math.min(sample, rows.length - 1),
      state,
      dropout: true,
    });
  }
}
