import type { Finding } from '../config/problem.js';
import type { NetworkConfig, Spec } from '../config/spec.js';
import type { LoadOptions } from '../data/load.js';
import type { CreateBackend } from '../engine/backend.js';
import type { DescentState } from '../engine/descend.js';
import type { TrainingState } from '../engine/state.js';
import type { CheckRunning, FromWorker, StartRun, ToWorker } from '../protocol.js';
import type { Away } from './away.js';
import { checkConfig, type CheckRequest } from './check.js';
import { Datasets } from './datasets.js';
import type { Job } from './job.js';
import { FunctionJob } from './functionJob.js';
import { factsOf, NetworkJob, startNetwork } from './networkJob.js';
import { PlacedRun } from './placedRun.js';
import { findingsOf, Refusal, WorkerRun, type Run } from './run.js';
import { drive } from './turns.js';

type Inspect = Extract<ToWorker, { type: 'inspect' }>;

/** What one worker does for its config: looks at the data, and has one run and one check at a time. */
export class Session {
  private readonly datasets = new Datasets();
  private inspecting = new AbortController();
  private checking = new AbortController();
  private checkId = 0;
  private run: Run | null = null;

  constructor(
    private readonly post: (message: FromWorker) => void,
    private readonly createBackend: CreateBackend,
    /** Where else a run may be; null: nowhere. */
    private readonly away: Away | null,
  ) {}

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'inspect':
        void this.inspect(message);
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
      default:
        if (this.run?.id === message.run) this.run.receive(message);
    }
  }

  /** Settles when nothing is left of what was begun elsewhere. */
  async end(): Promise<void> {
    await this.away?.end();
  }

  /** Something worth knowing of the run, which goes on. */
  note(finding: Finding): void {
    if (this.run) this.post({ type: 'noted', run: this.run.id, findings: [finding] });
  }

  private start(message: StartRun): void {
    this.run?.abandon();
    const { away } = this;
    const post = (answer: FromWorker): void => {
      if (this.run === run) this.post(answer);
    };
    const run = new PlacedRun(message, away, post, (isAway) =>
      away && isAway ? this.startAway(away, message, post) : this.startHere(message, post),
    );
    this.run = run;
  }

  private startAway(away: Away, message: StartRun, post: (answer: FromWorker) => void): Run {
    this.datasets.forget(); // there they are loaded again
    return away.start(message, post);
  }

  private startHere(message: StartRun, post: (answer: FromWorker) => void): Run {
    void this.away?.end();
    const { run: id, spec, directory, train, checkpoint } = message;
    const run = new WorkerRun(id, train, post);
    void run.live((options, state) => this.prepare(spec, directory, options, state), checkpoint);
    return run;
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
