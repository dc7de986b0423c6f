import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import * as l10n from '@vscode/l10n';
import type { ConfigStore } from './configStore.js';
import { HeldRun } from './heldRun.js';
import type { Keeper } from './keeper.js';
import { reasonOf } from './lossWords.js';
import type { Run, RunMessage } from './run.js';
import type { WorkerLink } from './workerLink.js';
import type { Loss } from './workerThread.js';

export interface RunEvents {
  /** What is found wrong with the run has changed. */
  findings: [];
  /** The run could not start or go on. */
  failed: [string];
  /** The run could only go on with data that have changed since it was paused. */
  dataChanged: [string];
  /** Training has paused or ended, and its checkpoint is here. */
  settled: [];
}

/** Starts, pauses and continues a config's run, and decides what becomes of it when its worker is gone. */
export class RunControl {
  private readonly held: HeldRun;
  /** What the run was asked last and has not done yet. */
  private asked: 'pause' | 'stop' | null = null;
  /** The run was told to train, and the worker has not said yet that it does. */
  private isComing = false;
  /** Between the end of training and its checkpoint. */
  private isSettling = false;

  constructor(
    private readonly store: ConfigStore,
    private readonly link: Pick<WorkerLink, 'post' | 'expectAnswer' | 'isCrowded' | 'end'>,
    private readonly keeper: Keeper,
    private readonly events: EventEmitter<RunEvents>,
    /** The folder of the config. */
    private readonly folder: () => string,
  ) {
    this.held = new HeldRun((message) => link.post(message));
  }

  /** The run trains, or is about to come to rest. */
  get isBusy(): boolean {
    return (this.store.run?.isRunning ?? false) || this.isSettling;
  }

  /** @param train false: only shows the start */
  start(train: boolean): void {
    const { nextSpec } = this.store;
    if (!nextSpec) return;
    this.keeper.drop();
    if (train) this.spread();
    const run = randomUUID();
    this.asked = null;
    this.store.begin(run, nextSpec);
    this.events.emit('findings');
    this.held.start({ run, spec: nextSpec, directory: this.folder(), train, checkpoint: null });
  }

  /** Goes on with the run that waits; false where there is none. */
  goOn(how: 'resume' | 'stepEpoch', acceptChangedData = false): boolean {
    const { waiting } = this.store;
    if (!waiting) return false;
    if (!waiting.isRunning) this.spread();
    // A run at its start that the worker does not hold is as well started again.
    if (waiting.status.state !== 'paused' && !this.held.isHeld(waiting)) return false;
    this.asked = null;
    this.isComing = this.held.goOn(waiting, how, this.folder(), acceptChangedData);
    return this.isComing;
  }

  pause(): void {
    const { run } = this.store;
    if (run?.isRunning) this.ask(run, 'pause');
  }

  stop(): void {
    const { run } = this.store;
    if (!run || !(run.isRunning || run.status.state === 'paused')) return;
    if (this.held.isHeld(run)) this.ask(run, 'stop');
    else if (!this.store.rollBack('stopped', null)) this.markStopped(run);
    else this.settle(run);
  }

  showSample(index: number): void {
    const { run } = this.store;
    if (run) this.held.showSample(run, index, this.folder());
  }

  /** The session is about to be closed. */
  release(): void {
    this.held.release();
  }

  receive(message: RunMessage): void {
    const wasRunning = this.store.run?.isRunning;
    const findings = this.store.run?.known.findings;
    this.store.receive(message);
    const { run } = this.store;
    if (run?.id !== message.run) return;
    if (wasRunning && !run.isRunning) {
      this.isSettling = true;
      this.asked = null;
    }
    if (hasAnswered(message)) this.isComing = false;
    if (run.known.findings !== findings) this.events.emit('findings');
    if (message.type === 'checkpoint') this.settle(run);
    else this.receiveFailure(message, run);
  }

  private receiveFailure(message: RunMessage, run: Run): void {
    if (message.type === 'state' && message.state === 'failed') this.tellFailure(run, 'failed');
    if (message.type === 'failed') {
      this.tellFailure(run, 'failed');
      this.settle(run);
    }
    if (message.type === 'heldBack') {
      this.held.release();
      this.tellFailure(run, message.isQuestion && run.status.state === 'paused' ? 'dataChanged' : 'failed');
      this.settle(run);
    }
    if (message.type === 'brokeOff') {
      this.held.release();
      this.breakOff(run, message.reason, false);
    }
  }

  /** The session's thread is gone. A run that only shared it with one that did not answer goes on by itself. */
  lost(loss: Loss): void {
    const { run } = this.store;
    this.held.release();
    this.isSettling = false;
    if (!run || !(run.isRunning || this.isComing)) return;
    const goesOn = loss.kind === 'displaced' && !this.asked && run.known.checkpoint !== null;
    this.breakOff(run, reasonOf(loss), goesOn);
  }

  /** Asks the run to pause or to stop. A worker that does not answer is ended. */
  private ask(run: Run, what: 'pause' | 'stop'): void {
    this.asked = what;
    this.isComing = false;
    this.held.tell(run, what);
    this.link.expectAnswer();
  }

  /** Leaves a thread in which others are at work for one where there is more room. */
  private spread(): void {
    if (this.isBusy || !this.link.isCrowded) return;
    this.held.release();
    void this.link.end();
  }

  /** What trained the run is gone: all since its newest checkpoint is lost. */
  private breakOff(run: Run, reason: string, goesOn: boolean): void {
    const { asked, store } = this;
    this.asked = null;
    this.isComing = false;
    const isExpected = asked !== null || goesOn;
    const error = l10n.t('The run broke off: {0}. Resume continues from its last checkpoint.', reason);
    if (!store.rollBack(asked === 'stop' ? 'stopped' : 'paused', isExpected ? null : error)) {
      if (asked) this.markStopped(run);
      else store.fail(l10n.t('The run broke off: {0}. Train starts it again.', reason));
    }
    this.settle(run);
    if (goesOn) this.goOn('resume');
    else if (!isExpected) this.events.emit('failed', run.status.error ?? '');
  }

  private markStopped(run: Run): void {
    this.store.receive({ type: 'state', run: run.id, state: 'stopped' });
  }

  private tellFailure(run: Run, event: 'failed' | 'dataChanged'): void {
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
  return message.type === 'failed' || message.type === 'heldBack' || message.type === 'brokeOff';
}
