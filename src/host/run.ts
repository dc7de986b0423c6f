import { failureFinding } from '../config/failure.js';
import { plainText } from '../config/plainText.js';
import type { Finding } from '../config/problem.js';
import type { Spec } from '../config/spec.js';
import type {
  ConfigView,
  DataFacts,
  FromWorker,
  History,
  HistoryColumn,
  Plane,
  Regions,
  RunId,
  RunRecord,
  RunState,
  RunStatus,
  Snapshot,
  Surface,
  ToView,
} from '../protocol.js';
import { withRunState } from '../worker/checkpoint.js';
import { HistoryBuffer } from '../worker/history.js';

export type ViewChange = Exclude<ToView, { type: 'hydrate' }>;
/** A worker's message about one run. */
export type RunMessage = Extract<FromWorker, { run: RunId }>;

export const isRunning = (state: RunState | undefined): boolean =>
  state === 'loading' || state === 'training';

const hasEnded = (state: RunState): boolean => state === 'done' || state === 'stopped' || state === 'failed';

/** All that is known of a run. Plain data, as it lands on disk. */
export interface RunImage {
  readonly spec: Spec;
  /** Of the file as it was at the start. */
  readonly fingerprint: string;
  readonly started: number;
  readonly status: RunStatus;
  readonly facts: DataFacts | null;
  readonly surface: Surface | null;
  readonly snapshot: Snapshot | null;
  readonly plane: Plane | null;
  readonly regions: Regions | null;
  readonly evaluation: ConfigView['evaluation'];
  readonly history: History;
  /** Why it failed, where it did and a value of the config is to blame. */
  readonly findings: readonly Finding[];
  /** The newest point from which a worker can go on. */
  readonly checkpoint: Uint8Array | null;
}

/** One run as the host knows it: told by the worker, message by message. */
export class Run {
  status: RunStatus;
  private details: Omit<RunImage, 'status' | 'history'>;
  private readonly metrics = new HistoryBuffer();
  /** Where the history ended, and how long the run had taken, at the newest checkpoint. */
  private mark = { epochs: 0, elapsedMs: 0 };
  /** The state to fall back to from one in which something is under way. */
  private restingState: RunState = 'ready';

  private constructor(details: Omit<RunImage, 'status' | 'history'>, status: RunStatus) {
    this.details = details;
    this.status = status;
  }

  static begin(run: RunId, spec: Spec, fingerprint: string): Run {
    const { epochs } = spec.training;
    const unseen = { facts: null, surface: null, snapshot: null, plane: null, regions: null };
    return new Run(
      {
        spec,
        fingerprint,
        started: Date.now(),
        evaluation: { training: null, validation: null },
        findings: [],
        checkpoint: null,
        ...unseen,
      },
      {
        run,
        state: 'loading',
        epoch: 0,
        epochs,
        elapsedMs: 0,
        loaded: null,
        outcome: null,
        error: null,
        stale: false,
      },
    );
  }

  /** A run of an earlier session. Nothing trains after a restart, so one that did is paused. */
  static restore({ status, history, ...details }: RunImage): Run {
    const state = isRunning(status.state) ? 'paused' : status.state;
    const run = new Run(details, { ...status, state });
    run.metrics.append(history);
    run.mark = { epochs: run.metrics.length, elapsedMs: status.elapsedMs };
    run.restingState = state;
    return run;
  }

  get id(): RunId {
    return this.status.run;
  }

  get isRunning(): boolean {
    return isRunning(this.status.state);
  }

  /** It is, or was, more than a look at the start. */
  get hasTrained(): boolean {
    return this.status.epoch > 0 || this.status.state === 'training';
  }

  get known(): Readonly<Omit<RunImage, 'status' | 'history'>> {
    return this.details;
  }

  /** A copy. */
  get history(): History {
    return this.metrics.copy();
  }

  image(): RunImage {
    return { ...this.details, status: this.status, history: this.history };
  }

  record(): RunRecord {
    const last = (name: HistoryColumn): number | null => {
      const value = this.metrics.last(name);
      return Number.isNaN(value) ? null : value;
    };
    return {
      run: this.id,
      started: this.details.started,
      state: this.status.state,
      epochs: this.status.epoch,
      loss: last('loss'),
      validationLoss: last('validationLoss'),
      accuracy: last('validationAccuracy') ?? last('accuracy'),
    };
  }

  /**
   * Puts the run back to its newest checkpoint: all that came later is lost with its worker.
   * @returns false where there is none
   */
  rollBack(state: 'paused' | 'stopped', error: string | null): boolean {
    const { checkpoint } = this.details;
    if (!checkpoint) return false;
    const isLookingBack =
      this.status.state === 'loading' && (hasEnded(this.restingState) || state === 'paused');
    this.metrics.truncate(this.mark.epochs);
    this.update({
      state: isLookingBack ? this.restingState : state,
      epoch: this.metrics.length ? this.metrics.last('epoch') : 0,
      elapsedMs: this.mark.elapsedMs,
      error,
    });
    if (this.status.state === 'stopped')
      this.details = { ...this.details, checkpoint: withRunState(checkpoint, 'stopped') };
    return true;
  }

  update(changed: Partial<RunStatus>): ViewChange {
    if (changed.state && !isRunning(changed.state)) this.restingState = changed.state;
    this.status = { ...this.status, ...changed };
    return { type: 'update', view: { status: this.status } };
  }

  /** Takes in what the worker says; the answer is what a view must be told. */
  receive(message: RunMessage): ViewChange[] {
    switch (message.type) {
      case 'loading':
        return [this.update({ loaded: message.fraction })];
      case 'ready':
        return [this.learn({ facts: message.facts })];
      case 'state': {
        const outcome = message.outcome ?? null;
        if (message.state === 'training') this.absolve();
        if (outcome?.kind === 'failed') this.blame([failureFinding(outcome.failure, this.details.spec)]);
        const error = message.state === 'failed' ? this.reason : null;
        return [this.update({ state: message.state, outcome, error })];
      }
      case 'metrics': {
        this.metrics.append(message.history);
        const status = this.update({ epoch: this.metrics.last('epoch'), elapsedMs: message.elapsedMs });
        return [{ type: 'append', run: this.id, history: message.history }, status];
      }
      case 'snapshot':
        this.details = { ...this.details, snapshot: message.snapshot };
        return [message];
      case 'plane':
        return [this.learn({ plane: message.plane })];
      case 'regions':
        this.details = { ...this.details, regions: message.regions };
        return [message];
      case 'evaluation': {
        const evaluation = { ...this.details.evaluation, [message.part]: message.evaluation };
        return [this.learn({ evaluation })];
      }
      case 'surface':
        return [this.learn({ surface: message.surface })];
      case 'checkpoint':
        this.details = { ...this.details, checkpoint: message.bytes };
        this.mark = { epochs: this.metrics.length, elapsedMs: this.status.elapsedMs };
        return [];
      case 'noted':
        this.blame(message.findings);
        return [];
      case 'failed':
        this.blame(message.findings);
        return [this.update({ state: 'failed', error: this.reason })];
      case 'heldBack':
        this.blame(message.findings);
        return [this.update({ state: this.restingState, loaded: null, error: this.reason })];
      case 'brokeOff':
        return []; // the training rolls the run back
    }
  }

  private get reason(): string | null {
    const finding = this.details.findings.find(({ severity }) => severity === 'error');
    return finding ? plainText(finding.message) : null;
  }

  private blame(findings: readonly Finding[]): void {
    this.details = { ...this.details, findings };
  }

  /** Drops the errors of an attempt to go on: this one succeeds. */
  private absolve(): void {
    const { findings } = this.details;
    const others = findings.filter(({ severity }) => severity !== 'error');
    if (others.length < findings.length) this.blame(others);
  }

  private learn(known: Partial<Pick<RunImage, 'facts' | 'surface' | 'plane' | 'evaluation'>>): ViewChange {
    this.details = { ...this.details, ...known };
    return { type: 'update', view: known };
  }
}
