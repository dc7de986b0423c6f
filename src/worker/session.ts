import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
import { DataError } from '../data/finding.js';
import type { loadDataset, LoadOptions } from '../data/loadDataset.js';
import type { CreateBackend } from '../engine/training/backend.js';
import { branchDescent, branchState } from '../engine/training/branch.js';
import type { DescentState } from '../engine/training/descent.js';
import type { TrainingState } from '../engine/training/state.js';
import type { RateSearch } from '../engine/training/rateSearch.js';
import type { CheckRunning, FromWorker, StartRun, ToWorker } from '../protocol.js';
import { checkConfig, nothingMarked, type CheckRequest } from './checkConfig.js';
import type { Checkpoint } from './checkpoint.js';
import { findRate, type RateRequest } from './findRate.js';
import { gradeAnswers } from './gradeAnswers.js';
import { identityOf } from './identityOf.js';
import type { Platform } from './platform.js';
import { dataChange, type DataIdentity } from '../jobs/dataIdentity.js';
import { Datasets } from './datasets.js';
import { HealthMonitor } from '../jobs/healthMonitor.js';
import { isHealthHistory } from '../jobs/isHealthHistory.js';
import { FunctionJob } from '../jobs/functionJob.js';
import { factsOf } from '../jobs/factsOf.js';
import { NetworkJob, startNetwork, type ViewBackend } from '../jobs/networkJob.js';
import { PendingRun } from './pendingRun.js';
import { predictFile } from './predictFile.js';
import { findingsOf, Refusal } from './refusal.js';
import type { Run } from './run.js';
import { surveyFile } from './surveyFile.js';
import { WorkerRun, type Prepared } from './workerRun.js';
import { drive } from '../jobs/drive.js';
import { describeData } from '../jobs/describeData.js';
import { inspectData } from '../jobs/inspectData.js';

type Inspect = Extract<ToWorker, { type: 'inspect' }>;
type Describe = Extract<ToWorker, { type: 'describe' }>;

/** The backends of one session's runs. */
export interface SessionBackends {
  readonly createBackend: CreateBackend;
  /** The backend that trains earlier epochs again. */
  readonly view: ViewBackend;
  /** Releases the memory and the threads of the last run. */
  close(): void;
}

/** The part of one session in the child process that trains large networks. */
export interface ChildSession {
  /** Returns whether a run should be in the child process. Rejects as soon as the signal is aborted. */
  isFor(start: StartRun, signal: AbortSignal): Promise<boolean>;
  start(start: StartRun, post: (message: FromWorker) => void): Run;
  /** Ends the session there. Resolves when it has ended. */
  close(): Promise<void>;
}

/** The worker's part for one config: it inspects the data, and has one run, one check and one search for a learning rate at a time. */
export class Session {
  private readonly datasets = new Datasets();
  private inspecting = new AbortController();
  private describing = new AbortController();
  private checking = new AbortController();
  private checkId = 0;
  private searching = new AbortController();
  private searchId = 0;
  private readonly closing = new AbortController();
  private run: Run | null = null;

  constructor(
    private readonly post: (message: FromWorker) => void,
    private readonly backends: SessionBackends,
    private readonly platform: Platform,
    /** The child process for runs; null: there is none. */
    private readonly child: ChildSession | null,
  ) {}

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'inspect':
        void this.inspect(message);
        return;
      case 'describe':
        void this.describe(message);
        return;
      case 'start':
        this.start(message);
        return;
      case 'check':
        void this.check(message);
        return;
      case 'cancelCheck':
        if (this.checkId === message.check) this.checking.abort();
        return;
      case 'findRate':
        void this.findRate(message);
        return;
      case 'cancelRate':
        if (this.searchId === message.id) this.searching.abort();
        return;
      case 'survey':
        void surveyFile(message, this.platform, this.closing.signal, this.post);
        return;
      case 'predictTable':
        void predictFile(message, this.platform, this.closing.signal, this.post);
        return;
      case 'grade':
        void gradeAnswers(message, this.datasets, this.platform, this.closing.signal, this.post);
        return;
      default:
        if (this.run?.id === message.run) this.run.receive(message);
    }
  }

  /** Abandons all work in progress. Resolves when the session has ended in the child process, too. */
  async close(): Promise<void> {
    this.inspecting.abort();
    this.describing.abort();
    this.checking.abort();
    this.searching.abort();
    this.closing.abort();
    this.run?.abandon();
    this.run = null;
    this.backends.close();
    await this.child?.close();
  }

  /** Reports a finding about the run, which continues. */
  note(finding: Finding): void {
    if (this.run) this.post({ type: 'noted', run: this.run.id, findings: [finding] });
  }

  private start(message: StartRun): void {
    this.run?.abandon();
    const { child } = this;
    const post = (answer: FromWorker): void => {
      if (this.run === run) this.post(answer);
    };
    const run = new PendingRun(message, child, post, (inChild) =>
      child && inChild ? this.startInChild(child, message, post) : this.startHere(message, post),
    );
    this.run = run;
  }

  private startInChild(child: ChildSession, message: StartRun, post: (answer: FromWorker) => void): Run {
    this.datasets.forget(); // The child process loads the data itself.
    return child.start(message, post);
  }

  private startHere(message: StartRun, post: (answer: FromWorker) => void): Run {
    void this.child?.close();
    const run = new WorkerRun(message.run, message, post, this.platform);
    void run.execute(
      (options, checkpoint) => this.prepare(message, options, checkpoint),
      message.checkpoint,
      message.isBranch ?? false,
    );
    return run;
  }

  /** Inspects the data, and cancels an inspection in progress. */
  private async inspect({ version, spec, directory }: Inspect): Promise<void> {
    this.inspecting.abort();
    const { signal } = (this.inspecting = new AbortController());
    if (spec.kind === 'function') return;
    try {
      const load: typeof loadDataset = (...args) => this.datasets.load(...args);
      const files = this.platform.filesIn(directory);
      const { dataset, findings } = await inspectData(spec, files, load, { signal });
      this.post({ type: 'inspected', version, findings, facts: dataset && factsOf(dataset, spec) });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Describes the table, and cancels a description in progress. */
  private async describe({ version, spec, directory }: Describe): Promise<void> {
    this.describing.abort();
    const { signal } = (this.describing = new AbortController());
    try {
      const load: typeof loadDataset = (...args) => this.datasets.load(...args);
      const description = await describeData(spec, this.platform.filesIn(directory), load, { signal });
      this.post({ type: 'described', version, description, findings: [] });
    } catch (error) {
      const findings = error instanceof DataError ? error.findings : findingsOf(error);
      if (!signal.aborted) this.post({ type: 'described', version, description: null, findings });
    }
  }

  /** Checks the gradients. The check and a run that is training take turns with slices of their work. */
  private async check(request: CheckRequest): Promise<void> {
    this.checking.abort();
    const { signal } = (this.checking = new AbortController());
    const { check } = request;
    this.checkId = check;
    try {
      const report = (progress: CheckRunning): void => this.post({ type: 'checkProgress', check, progress });
      const checked = await checkConfig(request, this.datasets, this.platform, signal, report);
      this.post({ type: 'checked', check, ...checked });
    } catch (error) {
      const findings = signal.aborted ? [] : findingsOf(error);
      this.post({ type: 'checked', check, result: null, findings, ...nothingMarked });
    }
  }

  /** Searches a learning rate. The search and a run that is training take turns. */
  private async findRate(request: RateRequest): Promise<void> {
    this.searching.abort();
    const { signal } = (this.searching = new AbortController());
    const { id } = request;
    this.searchId = id;
    try {
      const report = (search: RateSearch): void => this.post({ type: 'rateProgress', id, search });
      const found = await findRate(request, this.datasets, this.platform, signal, report);
      this.post({ type: 'rateFound', id, ...found });
    } catch (error) {
      if (!signal.aborted) this.post({ type: 'rateFound', id, search: null, findings: findingsOf(error) });
    }
  }

  private async prepare(
    start: StartRun,
    options: LoadOptions,
    checkpoint: Checkpoint | null,
  ): Promise<Prepared> {
    const { spec } = start;
    // Only a function has no data.
    if (checkpoint && (checkpoint.data === null) !== (spec.kind === 'function'))
      throw new Refusal([ofAnotherKind()]);
    if (spec.kind === 'function') {
      const state = (checkpoint?.state ?? null) as DescentState | null;
      const begun = state && start.isBranch ? branchDescent(state, spec.training) : state;
      return { job: new FunctionJob(spec, begun), data: null };
    }
    return this.prepareNetwork(spec, start, options, checkpoint);
  }

  private async prepareNetwork(
    spec: NetworkConfig,
    { directory, acceptChangedData = false, isBranch = false }: StartRun,
    options: LoadOptions,
    checkpoint: Checkpoint | null,
  ): Promise<Prepared> {
    const files = this.platform.filesIn(directory);
    const { dataset, findings } = await this.datasets.load(spec, files, options);
    if (!dataset) throw new Refusal(findings);
    const data = identityOf(dataset, this.platform);
    if (checkpoint?.data) refuseChange(checkpoint.data, data, acceptChangedData || isBranch);
    const kept = (checkpoint?.state ?? null) as TrainingState | null;
    const state = kept && !isBranch ? kept : await drive(startNetwork(spec, dataset), options);
    const begun = kept && isBranch ? branchState(kept, state.network, spec.training) : state;
    if (!begun) throw new Refusal([otherNetwork()]);
    const { createBackend, view } = this.backends;
    const health = checkpoint?.health;
    const known = !isBranch && isHealthHistory(health) ? health : undefined;
    const monitor = new HealthMonitor(spec, dataset, begun.network, known);
    return { job: new NetworkJob(spec, dataset, begun, createBackend, view, monitor), data };
  }
}

/** Returns the finding about a checkpoint of a network that a function cannot continue from, or the reverse. */
function ofAnotherKind(): Finding {
  const message = l10n.t('The saved state of this run belongs to another kind of config. Reset the run.');
  return { severity: 'error', code: 'checkpoint-of-another-kind', message, path: [] };
}

function otherNetwork(): Finding {
  const message = l10n.t(
    'This config has other layers than the run, so it cannot continue from the run. Undo the change of its layers, or train from the start.',
  );
  return { severity: 'error', code: 'branch-misfit', message, path: ['layers'] };
}

/** Throws a `Refusal` where data have changed, unless that is accepted and the network still fits them. */
function refuseChange(trainedOn: DataIdentity, present: DataIdentity, isAccepted: boolean): void {
  const change = dataChange(trainedOn, present);
  if (change && !(change.fits && isAccepted)) throw new Refusal([change.finding], change.fits);
}
