import type { Finding } from '../config/problem.js';
import type { NetworkConfig, Spec } from '../config/spec.js';
import type { LoadOptions } from '../data/load.js';
import type { CreateBackend } from '../engine/backend.js';
import type { DescentState } from '../engine/descend.js';
import type { TrainingState } from '../engine/state.js';
import type { CheckRunning, FromWorker, ToWorker } from '../protocol.js';
import { checkConfig, type CheckRequest } from './check.js';
import { Datasets } from './datasets.js';
import type { Job } from './job.js';
import { FunctionJob } from './functionJob.js';
import { factsOf, NetworkJob, startNetwork } from './networkJob.js';
import { findingsOf, Refusal, WorkerRun } from './run.js';
import { drive } from './turns.js';

type Start = Extract<ToWorker, { type: 'start' }>;
type Inspect = Extract<ToWorker, { type: 'inspect' }>;

/** What one worker does for its config: looks at the data, and has one run and one check at a time. */
export class Session {
  private readonly datasets = new Datasets();
  private inspecting = new AbortController();
  private checking = new AbortController();
  private checkId = 0;
  private run: WorkerRun | null = null;

  constructor(
    private readonly post: (message: FromWorker) => void,
    private readonly createBackend: CreateBackend,
  ) {}

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'inspect':
        void this.inspect(message);
        return;
      case 'start':
        this.start(message);
        return;
      case 'pause':
        this.current(message)?.pause();
        return;
      case 'resume':
        this.current(message)?.resume();
        return;
      case 'stepEpoch':
        this.current(message)?.stepEpoch();
        return;
      case 'stop':
        this.current(message)?.stop();
        return;
      case 'sample':
        this.current(message)?.showSample(message.index);
        return;
      case 'check':
        void this.check(message);
        return;
      case 'cancelCheck':
        if (this.checkId === message.check) this.checking.abort();
    }
  }

  /** Something worth knowing of the run, which goes on. */
  note(finding: Finding): void {
    if (this.run) this.post({ type: 'noted', run: this.run.id, findings: [finding] });
  }

  private current({ run }: { readonly run: string }): WorkerRun | null {
    return this.run?.id === run ? this.run : null;
  }

  private start({ run: id, spec, directory, train, checkpoint }: Start): void {
    this.run?.abandon();
    const run = new WorkerRun(id, train, (message) => {
      if (this.run === run) this.post(message);
    });
    this.run = run;
    void run.live((options, state) => this.prepare(spec, directory, options, state), checkpoint);
  }

  /** The newest wins: one that is still at work is broken off. */
  private async inspect({ version, spec, directory }: Inspect): Promise<void> {
    this.inspecting.abort();
    const { signal } = (this.inspecting = new AbortController());
    if (spec.kind === 'function') return;
    try {
      const { dataset, findings } = await this.datasets.load(spec, directory, { signal });
      this.post({ type: 'inspected', version, findings, facts: dataset && factsOf(dataset) });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Beside a run that may be training: each does a slice of its work in turn. */
  private async check(request: CheckRequest): Promise<void> {
    this.checking.abort();
    const { signal } = (this.checking = new AbortController());
    const { check } = request;
    this.checkId = check;
    try {
      const tell = (progress: CheckRunning): void => this.post({ type: 'checkProgress', check, progress });
      const checked = await checkConfig(request, this.datasets, signal, tell);
      this.post({ type: 'checked', check, ...checked });
    } catch (error) {
      const findings = signal.aborted ? [] : findingsOf(error);
      this.post({ type: 'checked', check, result: null, findings });
    }
  }

  private async prepare(spec: Spec, directory: string, options: LoadOptions, state: unknown): Promise<Job> {
    if (spec.kind === 'function') return new FunctionJob(spec, state as DescentState | null);
    return this.prepareNetwork(spec, directory, options, state as TrainingState | null);
  }

  private async prepareNetwork(
    spec: NetworkConfig,
    directory: string,
    options: LoadOptions,
    state: TrainingState | null,
  ): Promise<Job> {
    const { dataset, findings } = await this.datasets.load(spec, directory, options);
    if (!dataset) throw new Refusal(findings);
    const start = state ?? (await drive(startNetwork(spec, dataset), options.signal));
    return new NetworkJob(spec, dataset, start, this.createBackend);
  }
}
