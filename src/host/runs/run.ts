import type { InstrumentsHistory } from '../../engine/health/instruments.js';
import { failureFinding } from '../../config/failureFinding.js';
import { plainText } from '../../config/plainText.js';
import type { Finding } from '../../config/problem.js';
import type { Spec } from '../../config/spec.js';
import type {
  BranchOrigin,
  FromWorker,
  History,
  HistoryColumn,
  RunId,
  RunState,
  RunStatus,
  ToView,
} from '../../protocol.js';
import type { RunImage } from './runImage.js';
import { withRunState } from '../../node/checkpoint.js';
import { HistoryBuffer } from '../../worker/history.js';

export type ViewChange = Exclude<ToView, { type: 'hydrate' }>;
/** A worker's message about one run. */
export type RunMessage = Extract<FromWorker, { run: RunId }>;

export const isRunning = (state: RunState | undefined): boolean =>
  state === 'loading' || state === 'training';

const hasEnded = (state: RunState): boolean => state === 'done' || state === 'stopped' || state === 'failed';

/** The host's copy of a run, updated by the worker's messages. */
export class Run {
  status: RunStatus;
  private details: Omit<RunImage, 'status' | 'history'>;
  private readonly metrics = new HistoryBuffer();
  /** The lengths of the histories and the elapsed time at the newest checkpoint. */
  private mark = { epochs: 0, elapsedMs: 0, instruments: 0 };
  /** The state to return to when loading or training does not complete. */
  private restingState: RunState = 'ready';

  private constructor(details: Omit<RunImage, 'status' | 'history'>, status: RunStatus) {
    this.details = details;
    this.status = status;
  }

  static begin(
    run: RunId,
    spec: Spec,
    { fingerprint, source }: Pick<RunImage, 'fingerprint' | 'source'>,
    branchOf: BranchOrigin | null = null,
  ): Run {
    const { epochs } = spec.training;
    const unseen = {
      facts: null,
      data: null,
      surface: null,
      snapshot: null,
      plane: null,
      regions: null,
      unitMaps: null,
      predictions: null,
      gallery: null,
    };
    return new Run(
      {
        spec,
        source,
        fingerprint,
        started: Date.now(),
        evaluation: { training: null, validation: null },
        instruments: [],
        alarms: [],
        findings: [],
        checkpoint: null,
        ...unseen,
      },
      {
        run,
        state: 'loading',
        epoch: branchOf?.epoch ?? 0,
        epochs,
        elapsedMs: 0,
        loaded: null,
        outcome: null,
        error: null,
        stale: false,
        viewing: null,
        edited: false,
        recorded: { note: null },
        branchOf,
      },
    );
  }

  /** Returns a run of an earlier session. A run that was training is paused, since nothing trains after a restart. */
  static restore({ status, history, ...details }: RunImage): Run {
    const state = isRunning(status.state) ? 'paused' : status.state;
    // An epoch that was still being computed is not shown; the one before it is.
    const viewing = status.viewing && { epoch: details.snapshot?.epoch ?? 0, fraction: null };
    const run = new Run(details, { ...status, state, viewing });
    run.metrics.append(history);
    run.mark = run.present;
    run.restingState = state;
    return run;
  }

  get id(): RunId {
    return this.status.run;
  }

  get isRunning(): boolean {
    return isRunning(this.status.state);
  }

  /** Whether the run trains or has trained, rather than only shows its initial state. */
  get hasTrained(): boolean {
    return this.status.epoch > 0 || this.status.state === 'training';
  }

  get known(): Readonly<Omit<RunImage, 'status' | 'history'>> {
    return this.details;
  }

  /** A copy of the history. */
  get history(): History {
    return this.metrics.copy();
  }

  get instruments(): InstrumentsHistory {
    return this.details.instruments ?? [];
  }

  image(): RunImage {
    return { ...this.details, status: this.status, history: this.history };
  }

  /** Returns the newest value of a metric; NaN where there is none. */
  last(name: HistoryColumn): number {
    return this.metrics.last(name);
  }

  /** The checkpoint of the newest epoch; null where the newest checkpoint is older, or there is none. */
  get lastState(): Uint8Array | null {
    return this.mark.epochs === this.metrics.length ? this.details.checkpoint : null;
  }

  /**
   * Restores the run to its newest checkpoint; later results are lost with the worker.
   * @returns false if there is none
   */
  rollBack(state: 'paused' | 'stopped', error: string | null): boolean {
    const { checkpoint } = this.details;
    if (!checkpoint) return false;
    const wasOnlyLoading =
      this.status.state === 'loading' && (hasEnded(this.restingState) || state === 'paused');
    this.metrics.truncate(this.mark.epochs);
    const instruments = this.instruments.slice(0, this.mark.instruments);
    this.details = { ...this.details, instruments };
    this.update({
      state: wasOnlyLoading ? this.restingState : state,
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

  /** Applies a worker's message. Returns the changes to send to a view. */
  receive(message: RunMessage): ViewChange[] {
    switch (message.type) {
      case 'loading':
        return [this.update({ loaded: message.fraction })];
      case 'ready':
        this.details = { ...this.details, data: message.data };
        return [this.updateDetails({ facts: message.facts })];
      case 'state': {
        const outcome = message.outcome ?? null;
        if (message.state === 'training') this.clearErrors();
        if (outcome?.kind === 'failed')
          this.setFindings([failureFinding(outcome.failure, this.details.spec, this.details.alarms)]);
        const error = message.state === 'failed' ? this.reason : null;
        const status = this.update({ state: message.state, outcome, error });
        return this.details.test ? [status, this.updateDetails({ test: null })] : [status];
      }
      case 'metrics': {
        this.metrics.append(message.history);
        const status = this.update({ epoch: this.metrics.last('epoch'), elapsedMs: message.elapsedMs });
        return [{ type: 'append', run: this.id, history: message.history }, status];
      }
      case 'instruments': {
        const before = this.instruments.filter(({ epoch }) => epoch < message.from);
        this.details = { ...this.details, instruments: [...before, ...message.instruments] };
        return [message];
      }
      case 'alarms':
        return [this.updateDetails({ alarms: message.alarms })];
      case 'snapshot':
        return this.keep(message, { snapshot: message.snapshot });
      case 'plane':
        return [this.updateDetails({ plane: message.plane })];
      case 'regions':
        // A page that is hydrated later has no unit in focus.
        if (!message.regions.unit) this.details = { ...this.details, regions: message.regions };
        return [message];
      case 'predictions':
        return this.keep(message, { predictions: message.predictions });
      case 'classPredictions': {
        const { predictions } = message;
        const classPredictions = { ...this.details.classPredictions, [predictions.part]: predictions };
        return this.keep(message, { classPredictions });
      }
      case 'gallery':
        return this.keep(message, { gallery: message.gallery });
      case 'importance':
        return this.keep(message, message.importance ? { importance: message.importance } : {});
      case 'classified':
      case 'predicted':
      case 'histograms':
        return [message];
      case 'unitMaps':
        return this.keep(message, { unitMaps: message.maps });
      case 'evaluation': {
        const evaluation = { ...this.details.evaluation, [message.part]: message.evaluation };
        return [this.updateDetails({ evaluation })];
      }
      case 'tested':
        return [this.updateDetails({ test: message.test })];
      case 'surface':
        return [this.updateDetails({ surface: message.surface })];
      case 'checkpoint':
        this.details = { ...this.details, checkpoint: message.bytes };
        this.mark = this.present;
        return [];
      case 'viewing': {
        const { epoch, fraction } = message;
        return [this.update({ viewing: epoch === null ? null : { epoch, fraction } })];
      }
      case 'edited':
        return [this.update({ edited: message.edited })];
      case 'recorded':
        return [this.update({ recorded: { note: message.note } })];
      case 'noted':
      case 'failed':
        this.setFindings(message.findings);
        if (message.type === 'noted') return [];
        return [this.update({ state: 'failed', error: this.reason })];
      case 'refused':
        this.setFindings(message.findings);
        return [this.update({ state: this.restingState, loaded: null, error: this.reason })];
      case 'taken':
      case 'packed':
      case 'interrupted':
        return []; // handled by the run control
    }
  }

  private get present(): Run['mark'] {
    const { metrics, status, instruments } = this;
    return {
      epochs: metrics.length,
      elapsedMs: status.elapsedMs,
      instruments: instruments.length,
    };
  }

  private get reason(): string | null {
    const finding = this.details.findings.find(({ severity }) => severity === 'error');
    return finding ? plainText(finding.message) : null;
  }

  private setFindings(findings: readonly Finding[]): void {
    this.details = { ...this.details, findings };
  }

  /** Removes the errors of an earlier attempt to resume, because this one succeeds. */
  private clearErrors(): void {
    const { findings } = this.details;
    const others = findings.filter(({ severity }) => severity !== 'error');
    if (others.length < findings.length) this.setFindings(others);
  }

  /** Keeps a part of a message, which the views receive as it is. */
  private keep<Message extends ViewChange>(message: Message, part: Partial<RunImage>): Message[] {
    this.details = { ...this.details, ...part };
    return [message];
  }

  private updateDetails(
    known: Partial<Pick<RunImage, 'alarms' | 'facts' | 'surface' | 'plane' | 'evaluation' | 'test'>>,
  ): ViewChange {
    this.details = { ...this.details, ...known };
    return { type: 'update', view: known };
  }
}
