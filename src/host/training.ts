import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
import type { FromWorker, RunSettings } from '../protocol.js';
import { ConfigStore, type ConfigFacts } from './configStore.js';
import { GradientCheck } from './gradientCheck.js';
import { HeldRun } from './heldRun.js';
import { Inspection } from './inspection.js';
import { Keeper } from './keeper.js';
import type { Run, RunMessage } from './run.js';
import { areValidSettings } from './settings.js';
import type { Storage } from './storage.js';
import { WorkerLink, type WorkerHost } from './workerLink.js';

/** What every training is given. */
export interface TrainingHost extends WorkerHost {
  readonly storage: Storage;
  report(error: unknown): void;
}

interface TrainingEvents {
  /** `findings` has changed. */
  findings: [];
  /** A run could not start or go on. */
  failed: [string];
  /** Training has paused or ended, and its checkpoint is here. */
  settled: [];
}

/** A worker that does not hear "stop" for so long is ended. */
const deafMs = 2000;
/** What a closing editor can wait for. */
const suspendMs = 1500;

/** One config's run: its store, its worker thread and its file on disk, kept in step. */
export class Training {
  readonly events = new EventEmitter<TrainingEvents>();
  readonly store: ConfigStore;
  /** What an earlier session left has been taken in. */
  readonly restored: Promise<void>;
  readonly check: GradientCheck;
  private readonly link: WorkerLink;
  private readonly keeper: Keeper;
  private readonly held = new HeldRun((message) => this.link.post(message));
  private readonly inspection = new Inspection();
  private inspectedFingerprint = '';
  private isOpen = true;
  /** Between the end of training and its checkpoint. */
  private isSettling = false;

  constructor(
    uri: string,
    name: string,
    private directory: string,
    private readonly host: TrainingHost,
  ) {
    this.store = new ConfigStore(uri, name);
    this.link = new WorkerLink(host, {
      message: (message) => this.receive(message),
      died: (reason) => this.bury(reason),
    });
    this.check = new GradientCheck((message) => this.link.post(message));
    this.check.events.on('changed', () => this.store.showCheck(this.check.view));
    this.check.events.on('ended', () => this.endIdleWorker());
    this.keeper = new Keeper(this.store, host.storage, (error) => host.report(error));
    this.restored = this.keeper.restore();
  }

  /** Where the config is; its data files are relative to it. */
  get folder(): string {
    return this.directory;
  }

  configure(facts: ConfigFacts): void {
    this.store.configure(facts);
    this.check.judge(facts.fingerprint);
    const isNew = facts.fingerprint !== this.inspectedFingerprint;
    this.inspectedFingerprint = facts.fingerprint;
    if (isNew) this.inspect();
  }

  /** Looks at the data again: the config names other data, or a data file has changed. */
  inspect(): void {
    const question = this.inspection.begin(this.store.facts.spec, this.directory);
    if (question) this.link.post(question);
    else this.events.emit('findings');
  }

  /** What is wrong beyond the text: with its data, or with the run it led to. */
  get findings(): readonly Finding[] {
    const { run } = this.store;
    const ofRun = run && !run.status.stale ? run.known.findings : [];
    return [...this.inspection.findings, ...ofRun.filter((finding) => !this.inspection.knows(finding))];
  }

  /** Checks the gradients of a network that the file describes. */
  checkGradients(spec: NetworkConfig, fingerprint: string): void {
    const { run } = this.store;
    const checkpoint = run?.hasTrained && !run.status.stale ? run.known.checkpoint : null;
    this.check.start(spec, fingerprint, this.directory, checkpoint);
  }

  /** Starts a run, or goes on with the one that waits. */
  train(): void {
    const { waiting } = this.store;
    if (waiting) this.held.goOn(waiting, 'resume', this.directory);
    else if (this.store.run?.status.state !== 'training') this.start(true);
  }

  stepEpoch(): void {
    if (this.store.run?.status.state === 'training') return;
    if (!this.store.waiting) this.start(false);
    if (this.store.run) this.held.goOn(this.store.run, 'stepEpoch', this.directory);
  }

  pause(): void {
    const { run } = this.store;
    if (run?.isRunning) this.held.tell(run, 'pause');
  }

  stop(): void {
    const { run } = this.store;
    if (!run || !(run.isRunning || run.status.state === 'paused')) return;
    if (!this.held.isHeld(run)) {
      this.store.receive({ type: 'state', run: run.id, state: 'stopped' });
      return;
    }
    this.held.tell(run, 'stop');
    setTimeout(() => this.endDeafWorker(run), deafMs).unref();
  }

  /** Back to the very same start: same seed, same weights, nothing trained. */
  reset(): void {
    this.start(false);
  }

  /** Shows the start of the run to come, so that there is something to look at before anything trains. */
  prepare(): void {
    const { run, nextSpec, isOutdated } = this.store;
    if (!nextSpec || (run && (run.hasTrained || run.isRunning || !isOutdated))) return;
    this.start(false);
  }

  changeSettings(settings: RunSettings): void {
    if (!areValidSettings(settings)) return;
    this.store.changeSettings(settings);
    this.keeper.save();
  }

  showSample(index: number): void {
    const { run } = this.store;
    if (run) this.held.showSample(run, index, this.directory);
  }

  /** The file has another name now; the run goes on. */
  rename(uri: string, directory: string): void {
    const former = this.store.uri;
    this.directory = directory;
    this.store.rename(uri);
    this.keeper.moveFrom(former);
  }

  /** A thread is only kept for a config that is open or trains. */
  setOpen(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.endIdleWorker();
  }

  /** Pauses, keeps what there is and ends the thread. */
  async suspend(): Promise<void> {
    if (this.store.run?.isRunning) {
      this.pause();
      await this.settled();
    }
    this.held.release();
    await this.link.end();
  }

  /** Training would go on with the run there is. */
  get isWaiting(): boolean {
    return this.store.waiting?.status.state === 'paused';
  }

  private start(train: boolean): void {
    const { nextSpec } = this.store;
    if (!nextSpec) return;
    this.keeper.drop();
    const run = randomUUID();
    this.store.begin(run, nextSpec);
    this.events.emit('findings');
    this.held.start({ run, spec: nextSpec, directory: this.directory, train, checkpoint: null });
  }

  private receive(message: FromWorker): void {
    if (message.type === 'inspected') {
      if (!this.inspection.receive(message)) return;
      this.store.inspect(message.facts);
      this.events.emit('findings');
      return;
    }
    if (message.type === 'checkProgress' || message.type === 'checked') {
      this.check.receive(message);
      return;
    }
    this.receiveOfRun(message);
  }

  private receiveOfRun(message: RunMessage): void {
    const wasRunning = this.store.run?.isRunning;
    this.store.receive(message);
    const { run } = this.store;
    if (run?.id !== message.run) return;
    if (wasRunning && !run.isRunning) this.isSettling = true;
    if (message.type === 'noted') this.events.emit('findings');
    const hasFailed = message.type === 'failed' || (message.type === 'state' && message.state === 'failed');
    if (hasFailed) {
      this.events.emit('findings');
      this.events.emit('failed', run.status.error ?? '');
    }
    if (message.type === 'checkpoint' || message.type === 'failed') this.settle(run);
  }

  private settle(run: Run): void {
    this.isSettling = false;
    this.keeper.keep(run);
    this.events.emit('settled');
    this.endIdleWorker();
  }

  private bury(reason: string): void {
    const wasRunning = this.store.run?.isRunning;
    this.held.release();
    this.isSettling = false;
    this.check.fail(l10n.t('The check broke off: {0}.', reason));
    if (!wasRunning) return;
    const error = l10n.t('The run broke off: {0}. Train starts it again.', reason);
    this.store.fail(error);
    this.events.emit('failed', error);
  }

  private endDeafWorker(run: Run): void {
    if (this.store.run !== run || !run.isRunning) return;
    this.endWorker();
    this.store.receive({ type: 'state', run: run.id, state: 'stopped' });
  }

  /** Nobody looks at it and nothing runs. */
  get isIdle(): boolean {
    return !this.isOpen && !this.store.run?.isRunning && !this.isSettling && !this.check.isRunning;
  }

  private endIdleWorker(): void {
    if (this.isIdle) this.endWorker();
  }

  private endWorker(): void {
    this.held.release();
    this.check.cancel();
    this.link.end().catch((error: unknown) => this.host.report(error));
  }

  private settled(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, suspendMs);
      this.events.once('settled', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
