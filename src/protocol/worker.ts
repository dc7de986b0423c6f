/** Between the host and the workers. A worker serves the sessions of several configs; each session has one config. */
import type { Finding } from '../config/problem.js';
import type { NetworkConfig, Spec } from '../config/spec.js';
import type { Evaluation, Outcome } from '../engine/metrics.js';
import type { KernelPlace } from '../kernels/provide.js';
import type { CheckResult, CheckRunning } from './check.js';
import type { CheckId, DataFacts, History, Plane, Regions, RunId, RunState, Snapshot } from './run.js';
import type { Surface } from './view.js';

/** Contents of a translation bundle; undefined for English. */
export type Translations = Readonly<Record<string, string>> | undefined;

/** What a worker begins with. */
export interface WorkerData {
  readonly translations?: Translations;
  /** null: none. */
  readonly kernels?: KernelPlace | null;
}

// ── host → worker ────────────────────────────────────────────────────────────────────────────────────────────────

export type ToWorker =
  /** Load the data (kept for the next `start`) and say what is wrong with it. `version` is the text's, given back. */
  | { readonly type: 'inspect'; readonly version: number; readonly spec: Spec; readonly directory: string }
  /** Load the data, build the network; then train at once, or wait for `resume`. A checkpoint continues an earlier session's run. */
  | {
      readonly type: 'start';
      readonly run: RunId;
      readonly spec: Spec;
      readonly directory: string;
      readonly train: boolean;
      readonly checkpoint: Uint8Array | null;
      /** The checkpoint is continued even if the data are not those it was trained on. */
      readonly acceptChangedData?: boolean;
    }
  | { readonly type: 'pause'; readonly run: RunId }
  | { readonly type: 'resume'; readonly run: RunId }
  /** Trains one epoch, then pauses. */
  | { readonly type: 'stepEpoch'; readonly run: RunId }
  | { readonly type: 'stop'; readonly run: RunId }
  /** Which training sample's values the snapshots carry. */
  | { readonly type: 'sample'; readonly run: RunId; readonly index: number }
  /** Checks the gradients at the initial parameters; the newest check breaks off an older one. */
  | {
      readonly type: 'check';
      readonly check: CheckId;
      readonly spec: NetworkConfig;
      readonly directory: string;
      /** Of the config's run: gradients to be compared may be of what it has come to. */
      readonly checkpoint: Uint8Array | null;
    }
  | { readonly type: 'cancelCheck'; readonly check: CheckId };

/** Identifies a config's session in a worker; it is never used again for another one. */
export type SessionId = number;

/** What a worker thread or process receives. */
export type ToThread =
  | { readonly type: 'session'; readonly session: SessionId; readonly message: ToWorker }
  /** Abandons everything the session does and frees what it holds. */
  | { readonly type: 'close'; readonly session: SessionId }
  /** Answered with `pong` as soon as the thread receives messages at all. */
  | { readonly type: 'ping' }
  /** Ends the thread and everything it has started. */
  | { readonly type: 'end' };

/** What a worker thread or process sends. */
export type FromThread =
  | { readonly type: 'session'; readonly session: SessionId; readonly message: FromWorker }
  | { readonly type: 'pong' };

/** What a run that has been started can be told. */
export type ToRun = Extract<ToWorker, { type: 'pause' | 'resume' | 'stepEpoch' | 'stop' | 'sample' }>;
export type StartRun = Extract<ToWorker, { type: 'start' }>;

// ── worker → host ────────────────────────────────────────────────────────────────────────────────────────────────

export type FromWorker =
  | {
      readonly type: 'inspected';
      readonly version: number;
      readonly findings: readonly Finding[];
      readonly facts: DataFacts | null;
    }
  | { readonly type: 'loading'; readonly run: RunId; readonly fraction: number | null }
  | { readonly type: 'ready'; readonly run: RunId; readonly facts: DataFacts | null }
  | { readonly type: 'state'; readonly run: RunId; readonly state: RunState; readonly outcome?: Outcome }
  /** At most 20 a second. */
  | { readonly type: 'metrics'; readonly run: RunId; readonly history: History; readonly elapsedMs: number }
  /** At most 10 a second. */
  | { readonly type: 'snapshot'; readonly run: RunId; readonly snapshot: Snapshot }
  | {
      readonly type: 'evaluation';
      readonly run: RunId;
      readonly evaluation: Evaluation;
      readonly part: 'training' | 'validation';
    }
  /** The run as it can be continued in another session, serialised; after a pause or an end and now and then between. */
  | { readonly type: 'checkpoint'; readonly run: RunId; readonly bytes: Uint8Array }
  | { readonly type: 'surface'; readonly run: RunId; readonly surface: Surface }
  /** Once, before all regions. */
  | { readonly type: 'plane'; readonly run: RunId; readonly plane: Plane }
  /** At most 8 a second. */
  | { readonly type: 'regions'; readonly run: RunId; readonly regions: Regions }
  /** Something worth knowing of a run that goes on. */
  | { readonly type: 'noted'; readonly run: RunId; readonly findings: readonly Finding[] }
  /** The run cannot start or go on, and why. */
  | { readonly type: 'failed'; readonly run: RunId; readonly findings: readonly Finding[] }
  /** The process that trained the run is gone. The run can be continued from its last checkpoint. */
  | { readonly type: 'brokeOff'; readonly run: RunId; readonly reason: string }
  /**
   * The checkpoint is not continued because of the data, and the run stays as it was. `isQuestion`: the data have
   * changed but still fit, so that the run could be continued on them.
   */
  | {
      readonly type: 'heldBack';
      readonly run: RunId;
      readonly findings: readonly Finding[];
      readonly isQuestion: boolean;
    }
  /** At most 10 a second. */
  | { readonly type: 'checkProgress'; readonly check: CheckId; readonly progress: CheckRunning }
  /** The end of a check. No result where it was cancelled, or could not be done: then the findings say why. */
  | {
      readonly type: 'checked';
      readonly check: CheckId;
      readonly result: CheckResult | null;
      readonly findings: readonly Finding[];
    };
