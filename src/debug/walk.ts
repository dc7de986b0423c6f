import type { NetworkConfig } from '../config/spec.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { FailedOperation, Outcome } from '../engine/model/metrics.js';
import type { TrainingSpec } from '../engine/model/spec.js';
import type { Names } from '../engine/trace/names.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import type { Stride, Trace } from '../engine/trace/trace.js';
import { Events } from './events.js';
import { alteredPass, withAlteration, type Alteration, type Author } from './alterations.js';
import { Passes, type Pass } from '../jobs/passes.js';
import { tracePass } from '../jobs/tracePass.js';
import { firstPass, type FirstPass, type PassStart } from '../jobs/firstPass.js';

type WalkEvent =
  /** The cursor has moved to another step of the same trace. */
  | 'moved'
  /** The trace has been replaced: by another pass, another sample, or one with changed numbers. */
  | 'changed'
  /** The text of the file has changed to differ from the text of the walk, or to match it again. */
  | 'stale';

/**
 * A walk through training, pass by pass and step by step. It has one cursor, which all views share. A pass is traced
 * with the parameters that it starts from; the next one starts from the parameters after the engine's training step.
 */
export class Walk {
  readonly events = new Events<WalkEvent>();
  readonly names: Names;
  /** Whether each pass has a single sample even though the mini-batches of the run are larger. */
  readonly bySample: boolean;
  /** The outcome of the run, once the walk has reached its end. */
  outcome: Outcome | null = null;
  /**
   * The number of epochs that the run had trained when the walk took its parameters; null: they are the initial ones.
   */
  readonly trainedEpochs: number | null;
  /** Whether parameters of that run were changed by hand. */
  readonly isTrainedEdited: boolean;
  private passes: Passes;
  private alterations: readonly Alteration[] = [];
  private at: Pass;
  private current: Trace;
  private number = 0;
  private cursor = 0;
  private isStale = false;

  private readonly training: TrainingSpec;
  private readonly start: Pass;

  private constructor(
    readonly config: NetworkConfig,
    { pass, training, names, bySample, trainedEpochs, isTrainedEdited }: FirstPass,
    private readonly failed: FailedOperation | null,
  ) {
    this.bySample = bySample;
    this.trainedEpochs = trainedEpochs;
    this.isTrainedEdited = isTrainedEdited;
    this.names = names;
    this.training = training;
    this.start = pass;
    this.passes = new Passes(pass, training);
    this.at = pass;
    this.current = this.traced(0);
    if (failed) this.showFailed(failed);
  }

  /**
   * Opens a walk at its first step, or at the operation of its first pass that computed a value that is not finite.
   * @throws RangeError where there is no such sample
   */
  static open(start: PassStart, failed: FailedOperation | null = null): Walk {
    return new Walk(start.config, firstPass(start), failed);
  }

  /** The trace of the pass, with the sample that is shown. */
  get trace(): Trace {
    return this.current;
  }

  /** The step of the trace that the cursor is at. */
  get index(): number {
    return this.cursor;
  }

  /** Whether the pass is the one in which the run failed, with its parameters. */
  get isFailed(): boolean {
    return this.failed !== null && this.trainedEpochs !== null && this.number === 0;
  }

  /** The data, including changed inputs. */
  get dataset(): Dataset {
    return this.at.dataset;
  }

  /** The number of passes before this one. */
  get pass(): number {
    return this.number;
  }

  /** The number of the pass's epoch, from 1. */
  get epoch(): number {
    return this.at.state.epoch + 1;
  }

  /** The number of the mini-batch in its epoch, from 1. */
  get batch(): number {
    return this.at.state.batch + 1;
  }

  /** The index of the shown sample in the mini-batch, from 0. */
  get sample(): number {
    return this.current.source.sample;
  }

  /** The rows of the training data in the mini-batch. */
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

  /** Moves to a step of this pass, or to the nearest one. Returns false where the cursor is there already. */
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

  /** Moves to the first step of the pass. */
  first(): boolean {
    return this.go(0);
  }

  last(): boolean {
    return this.go(this.current.length - 1);
  }

  /** Moves to the first step of the next pass. Returns false at the end of the run, and sets `outcome`. */
  async nextPass(): Promise<boolean> {
    return this.toPass(this.number + 1, 0);
  }

  /** Moves to the last step of the previous pass. Returns false at the first pass. */
  async previousPass(): Promise<boolean> {
    return this.number > 0 && this.toPass(this.number - 1, Infinity);
  }

  /**
   * Shows another sample of the mini-batch, from 0, at the same step.
   * @throws RangeError where there is no such sample
   */
  showSample(sample: number): void {
    if (!(Number.isInteger(sample) && sample >= 0 && sample < this.rows.length))
      throw new RangeError(`There is no sample ${sample}.`);
    if (sample === this.sample) return;
    this.current = this.traced(sample);
    this.events.emit('changed');
  }

  /** The manually changed values on which the numbers of this pass depend. */
  get altered(): readonly Alteration[] {
    return this.alterations.filter(({ pass }) => pass <= this.number);
  }

  /** Sets a weight or a bias from this pass on, and stays at the same step. */
  setParameter(parameter: ParameterPlace, value: number, by: Author = 'view'): void {
    const { layer, unit, input } = parameter;
    const from = this.trace.quantities.parameterValue(layer, unit, input);
    this.alter({ pass: this.number, what: { parameter }, from, to: value, by });
  }

  /** Sets an input of a sample of the mini-batch from this pass on, and stays at the same step. */
  setInput(sample: number, input: number, value: number, by: Author = 'view'): void {
    const row = this.rows[sample];
    const { values, columns } = this.at.dataset.training.inputs;
    const from = values[row * columns + input];
    this.alter({ pass: this.number, what: { row, input }, from, to: value, by });
  }

  /** Reverts manual changes by one author or by all, and stays at the same pass and step. */
  async undoChanges(by: Author | null = null): Promise<void> {
    const kept = by === null ? [] : this.alterations.filter((each) => each.by !== by);
    if (kept.length === this.alterations.length) return;
    const passes = this.renewPasses(kept);
    for (const alteration of kept) {
      const pass = await passes.get(alteration.pass);
      if (passes !== this.passes || 'kind' in pass) return;
      passes.set(alteration.pass, alteredPass(pass, alteration));
    }
    const isShown = await this.toPass(this.number, this.cursor);
    // Without the changes the run may end before this pass.
    if (!isShown && passes === this.passes) this.restart();
  }

  /** Returns to the first step of the first pass, and reverts all changes. */
  restart(): void {
    this.renewPasses([]);
    this.number = 0;
    this.at = this.start;
    this.current = this.traced(0);
    this.cursor = 0;
    this.events.emit('changed');
  }

  private renewPasses(alterations: readonly Alteration[]): Passes {
    this.passes = new Passes(this.start, this.training);
    this.alterations = alterations;
    this.outcome = null;
    return this.passes;
  }

  private alter(alteration: Alteration): void {
    const pass = alteredPass(this.at, alteration);
    this.alterations = withAlteration(this.alterations, alteration);
    this.passes.set(this.number, pass);
    this.at = pass;
    this.outcome = null;
    this.current = this.traced(this.sample);
    this.events.emit('changed');
  }

  private async toPass(number: number, step: number): Promise<boolean> {
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
    this.cursor = Math.min(step, this.current.length - 1);
    this.events.emit('changed');
    return true;
  }

  private showFailed({ place, sample }: FailedOperation): void {
    const shown = sample === null ? -1 : this.rows.indexOf(sample);
    if (shown > 0) this.current = this.traced(shown);
    this.cursor = this.current.indexOf(place) ?? 0;
  }

  private traced(sample: number): Trace {
    return tracePass(this.at, this.training, this.names, sample);
  }
}
