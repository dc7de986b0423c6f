import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import * as l10n from '@vscode/l10n';
import type { UnitPlace } from '../../protocol.js';
import type { ConfigStore } from '../configs/configStore.js';
import type { FromWorker, ToRun } from '../../protocol.js';
import { HeldRun, type Unaddressed } from './heldRun.js';
import { branchRefusal, shapeOf } from './branchRefusal.js';
import type { Keeper } from './keeper.js';
import { reasonOf } from './lossWords.js';
import type { Run, RunMessage } from './run.js';
import type { WorkerLink } from './workerLink.js';
import type { Loss } from './workerThread.js';

export interface RunEvents {
  /** The findings about the run have changed. */
  findings: [];
  /** The run could not start or continue; the string is the reason. */
  failed: [string];
  /** The run can only be resumed with data that has changed since it was paused; the string is the question. */
  dataChanged: [string];
  /** A run cannot continue from the epoch that is viewed; the string is the reason. */
  branchRefused: [string];
  /** Training has paused or ended, and its checkpoint has arrived. */
  settled: [];
}

/** The state that was shown of a run. */
export type Taken = Omit<Extract<FromWorker, { type: 'taken' }>, 'type'>;

/** The model of the state that was shown, in a format. */
export type Packed = Omit<Extract<FromWorker, { type: 'packed' }>, 'type'>;

/** Starts, pauses and resumes a config's run, and recovers it when its worker has ended. */
export class RunControl {
  private readonly held: HeldRun;
  /** Those that wait for the state that is shown. */
  private takes: ((taken: Taken | null) => void)[] = [];
  /** Those that wait for its model. */
  private packs: ((packed: Packed | null) => void)[] = [];
  /** The last requested action that is not complete yet. */
  private requested: 'pause' | 'stop' | null = null;
  /** Whether the run was requested to train and the worker has not confirmed it yet. */
  private isStarting = false;
  /** Whether the run was started to train, rather than only to show its initial state. */
  private isForTraining = false;
  /** Whether training has ended and its checkpoint has not arrived yet. */
  private isSettling = false;

  constructor(
    private readonly store: ConfigStore,
    private readonly link: Pick<WorkerLink, 'post' | 'expectAnswer' | 'isCrowded' | 'end'>,
    private readonly keeper: Keeper,
    private readonly events: EventEmitter<RunEvents>,
    /** Returns the folder of the config. */
    private readonly folder: () => string,
  ) {
    this.held = new HeldRun(
      (message) => link.post(message),
      () => store.pace,
    );
  }

  /** Whether the run trains, or its final checkpoint has not arrived yet. */
  get isBusy(): boolean {
    return (this.store.run?.isRunning ?? false) || this.isSettling;
  }

  /** Whether the run trains, or will as soon as its data are loaded. */
  get isTraining(): boolean {
    const state = this.store.run?.status.state;
    return state === 'training' || (state === 'loading' && this.isForTraining);
  }

  /**
   * @param train false to only show the initial state
   * @param from the state of another run to begin with; null: the config's initial state
   */
  start(train: boolean, from: Taken | null = null): void {
    const { nextSpec, run: former } = this.store;
    if (!nextSpec) return;
    if (former?.isRunning && former.hasTrained) {
      this.markStopped(former);
      this.keeper.keepPast(former);
    }
    this.keeper.drop();
    if (train) this.leaveCrowdedThread();
    const run = randomUUID();
    this.requested = null;
    this.isForTraining = train;
    this.endTakes(null);
    this.store.begin(run, nextSpec, from && { run: from.run, epoch: from.epoch });
    this.events.emit('findings');
    const checkpoint = from?.bytes ?? null;
    const isBranch = from !== null;
    this.held.start({ run, spec: nextSpec, directory: this.folder(), train, checkpoint, isBranch });
  }

  /** Starts a run that continues from the state that is shown, with the settings for the next run. */
  async branch(): Promise<void> {
    const taken = await this.take();
    const { run } = this.store;
    if (taken && run?.id === taken.run) this.branchFrom(taken, shapeOf(run.known.spec));
  }

  /**
   * Starts a run that continues from a state of another run, with the settings for the next run.
   * @param shape the shape of the other run, as `shapeOf` returns it
   */
  branchFrom(state: Taken, shape: string): void {
    const { nextSpec } = this.store;
    if (!nextSpec) return;
    const refusal = branchRefusal(shape, nextSpec, state.epoch);
    if (refusal === null) this.start(true, state);
    else this.events.emit('branchRefused', refusal);
  }

  /** Returns the state that is shown; null if there is none, or the run is lost before it is known. */
  take(): Promise<Taken | null> {
    const { run } = this.store;
    if (!run || !this.held.send(run, { type: 'take' }, this.folder())) return Promise.resolve(null);
    return new Promise((resolve) => this.takes.push(resolve));
  }

  /** Returns the model of the state that is shown in a format; null if there is none, or the run is lost before. */
  pack(question: Omit<Extract<ToRun, { type: 'pack' }>, 'type' | 'run'>): Promise<Packed | null> {
    const { run } = this.store;
    if (!run || !this.held.send(run, { type: 'pack', ...question }, this.folder()))
      return Promise.resolve(null);
    return new Promise((resolve) => this.packs.push(resolve));
  }

  private endTakes(taken: Taken | null): void {
    if (!taken) for (const resolve of this.packs.splice(0)) resolve(null);
    for (const end of this.takes.splice(0)) end(taken);
  }

  /** Continues the waiting run. Returns false if there is none. */
  continueRun(how: 'resume' | 'stepEpoch', acceptChangedData = false): boolean {
    const { waiting } = this.store;
    if (!waiting) return false;
    if (!waiting.isRunning) this.leaveCrowdedThread();
    // A run at its start that the worker does not hold is as well started again.
    if (waiting.status.state !== 'paused' && !waiting.status.edited && !this.held.isHeld(waiting))
      return false;
    this.requested = null;
    this.isStarting = this.held.continueRun(waiting, how, this.folder(), acceptChangedData);
    return this.isStarting;
  }

  pause(): void {
    const { run } = this.store;
    if (run?.isRunning) this.request(run, 'pause');
  }

  stop(): void {
    const { run } = this.store;
    if (!run || !(run.isRunning || run.status.state === 'paused')) return;
    if (this.held.isHeld(run)) this.request(run, 'stop');
    else if (!this.store.rollBack('stopped', null)) this.markStopped(run);
    else this.settle(run);
  }

  /** Sends a message about what is shown of the run, or about its parameters. */
  send(message: Unaddressed<ToRun>): void {
    const { run } = this.store;
    if (run) this.held.send(run, message, this.folder());
  }

  sendPace(): void {
    this.held.sendPace();
  }

  focus(unit: UnitPlace | null): void {
    const { run } = this.store;
    if (run) this.held.focus(run, unit, this.folder());
  }

  /** Releases the run, because the session is about to be closed. */
  release(): void {
    this.held.release();
    this.endTakes(null);
  }

  receive(message: RunMessage): void {
    const wasRunning = this.store.run?.isRunning;
    const findings = this.store.run?.known.findings;
    this.store.receive(message);
    const { run } = this.store;
    if (run?.id !== message.run) return;
    if (message.type === 'taken') this.endTakes(message);
    if (message.type === 'packed') this.packs.shift()?.(message);
    if (wasRunning && !run.isRunning) {
      this.isSettling = true;
      this.requested = null;
    }
    if (hasAnswered(message)) this.isStarting = false;
    if (run.known.findings !== findings) this.events.emit('findings');
    if (message.type === 'checkpoint') this.settle(run);
    else this.receiveFailure(message, run);
  }

  private receiveFailure(message: RunMessage, run: Run): void {
    if (message.type === 'state' && message.state === 'failed') this.reportFailure(run, 'failed');
    if (message.type === 'failed') {
      this.reportFailure(run, 'failed');
      this.settle(run);
    }
    if (message.type === 'refused') {
      this.held.release();
      this.reportFailure(run, message.isQuestion && run.status.state === 'paused' ? 'dataChanged' : 'failed');
      this.settle(run);
    }
    if (message.type === 'interrupted') {
      this.held.release();
      this.interrupt(run, message.reason, false);
    }
  }

  /** Handles the loss of the session's thread. The run resumes if another session made the thread unresponsive. */
  lost(loss: Loss): void {
    const { run } = this.store;
    this.release();
    this.isSettling = false;
    if (!run || !(run.isRunning || this.isStarting)) return;
    const continues = loss.kind === 'displaced' && !this.requested && run.known.checkpoint !== null;
    this.interrupt(run, reasonOf(loss), continues);
  }

  /** Requests the run to pause or to stop. A worker that does not answer is ended. */
  private request(run: Run, what: 'pause' | 'stop'): void {
    this.requested = what;
    this.isStarting = false;
    this.held.request(run, what);
    this.link.expectAnswer();
  }

  /** Ends the session if its thread is shared with busy sessions, so that the next message opens it in a less busy one. */
  private leaveCrowdedThread(): void {
    if (this.isBusy || !this.link.isCrowded) return;
    this.held.release();
    void this.link.end();
  }

  /** Handles a run that has lost its worker: everything since its newest checkpoint is lost. */
  private interrupt(run: Run, reason: string, continues: boolean): void {
    const { requested, store } = this;
    this.requested = null;
    this.isStarting = false;
    const isExpected = requested !== null || continues;
    const error = l10n.t(
      'The run was interrupted: {0}. Press Resume to continue from its last checkpoint.',
      reason,
    );
    if (!store.rollBack(requested === 'stop' ? 'stopped' : 'paused', isExpected ? null : error)) {
      if (requested) this.markStopped(run);
      else store.fail(l10n.t('The run was interrupted: {0}. Press Train to start it again.', reason));
    }
    this.settle(run);
    if (continues) this.continueRun('resume');
    else if (!isExpected) this.events.emit('failed', run.status.error ?? '');
  }

  private markStopped(run: Run): void {
    this.store.receive({ type: 'state', run: run.id, state: 'stopped' });
  }

  private reportFailure(run: Run, event: 'failed' | 'dataChanged'): void {
    this.events.emit(event, run.status.error ?? '');
  }

  private settle(run: Run): void {
    this.isSettling = false;
    this.keeper.keep(run);
    this.events.emit('settled');
  }
}

/** Whether a message says what has become of a command to train. A run that is continued is loaded and paused before. */
function hasAnswered(message: RunMessage): boolean {
  if (message.type === 'state') return message.state !== 'loading' && message.state !== 'paused';
  return message.type === 'failed' || message.type === 'refused' || message.type === 'interrupted';
}
