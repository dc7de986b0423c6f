import { EventEmitter } from 'node:events';
import * as l10n from '@vscode/l10n';
import type { Finding } from '../../config/problem.js';
import type { NetworkConfig } from '../../config/spec.js';
import type { DataDescription, FromWorker, Pace, RunSettings, UnitPlace } from '../../protocol.js';
import { alarmFindings, problemFindings } from '../alarms/reportedFindings.js';
import type { ConfigFacts } from '../configs/configFacts.js';
import { ConfigStore } from '../configs/configStore.js';
import { GradientCheck } from '../checks/gradientCheck.js';
import { Inspection } from '../configs/inspection.js';
import { Keeper } from './keeper.js';
import { KeptRuns } from './keptRuns.js';
import { reasonOf } from './lossWords.js';
import type { PaceMemory } from './paceMemory.js';
import { RateFinder } from './rateFinder.js';
import { RunControl, type RunEvents } from './runControl.js';
import { areValidSettings } from '../configs/settings.js';
import type { Storage } from './storage.js';
import { untilSettled } from './untilSettled.js';
import { WorkerLink } from './workerLink.js';
import type { WorkerPool } from './workerPool.js';
import type { Loss } from './workerThread.js';

/** The services that all trainings share. */
export interface TrainingHost {
  readonly workers: WorkerPool;
  readonly storage: Storage;
  readonly pace: PaceMemory;
  /** Called after each attempt to save a run, with the error if it failed. */
  saved(error: Error | null): void;
  report(error: unknown): void;
}

/** One config's run: keeps its store, its session in a worker and its file on disk consistent. */
export class Training {
  readonly events = new EventEmitter<RunEvents>();
  readonly store: ConfigStore;
  /** Settles when the state of an earlier session has been restored. */
  readonly restored: Promise<void>;
  readonly check: GradientCheck;
  readonly rate: RateFinder;
  readonly kept: KeptRuns;
  private readonly link: WorkerLink;
  private readonly keeper: Keeper;
  private readonly runs: RunControl;
  private readonly inspection: Inspection;
  private inspectedFingerprint = '';
  private isOpen = true;

  constructor(
    uri: string,
    name: string,
    private directory: string,
    private readonly host: TrainingHost,
  ) {
    this.store = new ConfigStore(uri, name, host.pace.value);
    this.link = new WorkerLink(host.workers, {
      message: (message) => this.receive(message),
      lost: (loss) => this.lost(loss),
      isBusy: () => this.isBusy,
    });
    this.check = new GradientCheck((message) => this.link.post(message));
    this.check.events.on('canceled', () => this.link.expectAnswer());
    this.check.events.on('changed', () => this.store.show({ check: this.check.view }));
    this.check.events.on('ended', () => this.endIdleSession());
    this.rate = new RateFinder(this.store, (message) => this.link.post(message));
    this.rate.events.on('ended', () => this.endIdleSession());
    this.keeper = new Keeper(this.store, host.storage, (error) => host.saved(error));
    this.inspection = new Inspection(
      (message) => this.link.post(message),
      () => {
        this.store.setDataFindings(this.inspection.findings);
        this.events.emit('findings');
      },
      (data) => this.store.show({ data }),
    );
    this.runs = new RunControl(this.store, this.link, this.keeper, this.events, () => this.directory);
    this.kept = new KeptRuns(this.store, host.storage.runs, this.runs, this.events);
    this.events.on('settled', () => this.endIdleSession());
    this.restored = this.keeper.restore();
  }

  /** The folder of the config, which the paths of its data files are relative to. */
  get folder(): string {
    return this.directory;
  }

  configure(facts: ConfigFacts): void {
    this.store.configure(facts);
    this.check.setFingerprint(facts.fingerprint);
    const isNew = facts.fingerprint !== this.inspectedFingerprint;
    this.inspectedFingerprint = facts.fingerprint;
    if (isNew) this.inspect();
  }

  /** Inspects the data again, because the config or a data file has changed. */
  inspect(): void {
    this.inspection.begin(this.store.facts.spec, this.directory);
  }

  /** Returns what the config's table contains; null where there is no table or it cannot be read. */
  describe(): Promise<DataDescription | null> {
    return this.inspection.descriptions.wait(this.store.facts.spec, this.directory);
  }

  /** The findings about the data and the run, without alarms and those about the text. */
  get findings(): readonly Finding[] {
    return problemFindings(this.store, this.inspection);
  }

  /** The alarms about the data and the run that are to be reported. */
  get alarms(): readonly Finding[] {
    return alarmFindings(this.store, this.inspection);
  }

  /** Checks the gradients of a network that the file describes, and runs the user's own program if `isTrusted`. */
  checkGradients(spec: NetworkConfig, fingerprint: string, isTrusted: boolean): void {
    const { run } = this.store;
    const checkpoint = run?.hasTrained && !run.status.stale ? run.known.checkpoint : null;
    this.check.start(spec, fingerprint, this.directory, checkpoint, isTrusted);
  }

  /** Resumes the waiting run, or starts a new one. */
  train(): void {
    if (this.store.run?.status.state === 'training') return;
    if (!this.runs.continueRun('resume')) this.runs.start(true);
  }

  stepEpoch(): void {
    if (this.store.run?.status.state === 'training' || this.runs.continueRun('stepEpoch')) return;
    this.runs.start(false);
    this.runs.continueRun('stepEpoch');
  }

  /** Resumes a paused run although its data has changed. */
  continueOnChangedData(): void {
    this.runs.continueRun('resume', true);
  }

  /** Starts a new run, even if another is paused. */
  startAgain(): void {
    this.runs.start(true);
  }

  pause(): void {
    this.runs.pause();
  }

  stop(): void {
    this.runs.stop();
  }

  /** Starts the run again if the config has changed since: one that trains goes on training, another shows its start. */
  restart(): void {
    const { run, isOutdated } = this.store;
    if (run && isOutdated) this.runs.start(this.runs.isTraining);
  }

  /** Resets to the initial state, with the same seed and the same weights. */
  reset(): void {
    this.runs.start(false);
  }

  /** Shows the initial state of the next run, so that the views are not empty before training. */
  prepare(): void {
    const { run, nextSpec, isOutdated } = this.store;
    const isBroken = run?.status.state === 'failed' || run?.status.error;
    const isPresent = run !== null && !isOutdated && !isBroken;
    if (!nextSpec || isPresent || run?.hasTrained || run?.isRunning) return;
    this.runs.start(false);
  }

  changeSettings(settings: RunSettings): void {
    if (!areValidSettings(settings)) return;
    this.store.changeSettings(settings);
    this.keeper.save();
  }

  /** Shows the state after an epoch in place of the current one; null: the current one again. */
  viewEpoch(epoch: number | null): void {
    this.runs.send({ type: 'view', epoch });
  }

  /** Starts a run that continues from the viewed epoch with the settings for the next run. */
  branch(): void {
    this.runs.branch().catch((error: unknown) => this.host.report(error));
  }

  /** Gives the state that is shown of the run, or its model. */
  get shown(): Pick<RunControl, 'take' | 'pack'> {
    return this.runs;
  }

  changePace(pace: Pace): void {
    this.store.changePace(pace);
    this.runs.sendPace();
  }

  /** Asks for something about the state that is shown, or changes its parameters. */
  ask(question: Parameters<RunControl['send']>[0]): void {
    this.runs.send(question);
  }

  focus(unit: UnitPlace | null): void {
    this.runs.focus(unit);
  }

  /** Handles a renamed file; the run continues. */
  rename(uri: string, directory: string): void {
    const former = this.store.uri;
    const isElsewhere = directory !== this.directory;
    this.directory = directory;
    this.store.rename(uri);
    this.keeper.moveFrom(former);
    if (isElsewhere) this.inspect();
  }

  /** What was kept under another name is now kept under this one. */
  async restoreAgain(): Promise<void> {
    await this.keeper.restore();
  }

  /** Another config has taken the place of this one: nothing is kept of it. */
  async discard(): Promise<void> {
    this.keeper.close();
    this.runs.release();
    await this.link.end();
  }

  /** Sets whether the config is open. Its session ends if it is not and nothing runs. */
  setOpen(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.endIdleSession();
  }

  /** Pauses and saves the run, then ends the session. */
  async suspend(): Promise<void> {
    if (this.store.run?.isRunning) {
      this.pause();
      await untilSettled(this.events);
    }
    if (this.store.run) this.keeper.keepShown(this.store.run);
    this.runs.release();
    await this.link.end();
  }

  /** Whether `train` would resume a paused run. */
  get isWaiting(): boolean {
    return this.store.waiting?.status.state === 'paused';
  }

  private receive(message: FromWorker): void {
    switch (message.type) {
      case 'inspected':
        if (this.inspection.receive(message)) this.store.inspect(message.facts);
        return;
      case 'described':
        this.inspection.descriptions.receive(message);
        return;
      case 'checkProgress':
      case 'checked':
        this.check.receive(message);
        return;
      case 'rateProgress':
      case 'rateFound':
        this.rate.receive(message);
        return;
      default:
        if ('run' in message) this.runs.receive(message);
    }
  }

  /** Handles the loss of the session's thread. */
  private lost(loss: Loss): void {
    this.check.fail(l10n.t('The check was interrupted: {0}.', reasonOf(loss)));
    this.rate.fail(l10n.t('The search was interrupted: {0}.', reasonOf(loss)));
    this.runs.lost(loss);
    this.inspection.lost(loss);
  }

  /** Whether the run trains or is settling, or a check, a search for a learning rate or a description is running. */
  private get isBusy(): boolean {
    return this.runs.isBusy || this.check.isRunning || this.rate.isRunning || this.inspection.isDescribing;
  }

  /** Whether the config is not open and nothing runs. */
  get isIdle(): boolean {
    return !this.isOpen && !this.isBusy;
  }

  private endIdleSession(): void {
    if (!this.isIdle) return;
    this.runs.release();
    this.check.cancel();
    this.link.end().catch((error: unknown) => this.host.report(error));
  }
}
