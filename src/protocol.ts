/**
 * Every message between the host, a run's worker and the webviews. Types only.
 * There is no request and reply: each side says what happened or what it wants. Every message about a run carries
 * the run's id; one that is not the receiver's current run is dropped.
 */
import type { EpochMetrics, Evaluation, Outcome } from './engine/metrics.js';
import type { Floats } from './engine/network.js';
import type { Finding } from './config/problem.js';
import type { Spec } from './config/spec.js';

/** What the pages read of a run's end and of an evaluation: they may import types from here alone. */
export type { ClassificationReport, Evaluation, Failure, NotSeparable, Outcome, RegressionReport } from './engine/metrics.js';
export type { Floats } from './engine/network.js';

export type RunId = string;

export type RunState = 'ready' | 'loading' | 'training' | 'paused' | 'stopped' | 'done' | 'failed';

// ── host → worker ────────────────────────────────────────────────────────────────────────────────────────────────

export type ToWorker =
  /** Load the data (kept for the next `start`) and say what is wrong with it. `version` is the text's, given back. */
  | { readonly type: 'inspect'; readonly version: number; readonly spec: Spec; readonly directory: string }
  /** Load the data, build the network; then train at once, or wait for `resume`. A checkpoint continues an earlier session's run. */
  | { readonly type: 'start'; readonly run: RunId; readonly spec: Spec; readonly directory: string; readonly train: boolean; readonly checkpoint: Uint8Array | null }
  | { readonly type: 'pause'; readonly run: RunId }
  | { readonly type: 'resume'; readonly run: RunId }
  /** Trains one epoch, then pauses. */
  | { readonly type: 'stepEpoch'; readonly run: RunId }
  | { readonly type: 'stop'; readonly run: RunId }
  /** Which training sample's values the snapshots carry. */
  | { readonly type: 'sample'; readonly run: RunId; readonly index: number };

// ── worker → host ────────────────────────────────────────────────────────────────────────────────────────────────

export type FromWorker =
  | { readonly type: 'inspected'; readonly version: number; readonly findings: readonly Finding[]; readonly facts: DataFacts | null }
  | { readonly type: 'loading'; readonly run: RunId; readonly fraction: number | null }
  | { readonly type: 'ready'; readonly run: RunId; readonly facts: DataFacts | null }
  | { readonly type: 'state'; readonly run: RunId; readonly state: RunState; readonly outcome?: Outcome }
  /** At most 20 a second. */
  | { readonly type: 'metrics'; readonly run: RunId; readonly history: History; readonly elapsedMs: number }
  /** At most 10 a second. */
  | { readonly type: 'snapshot'; readonly run: RunId; readonly snapshot: Snapshot }
  | { readonly type: 'evaluation'; readonly run: RunId; readonly evaluation: Evaluation; readonly part: 'training' | 'validation' }
  /** The run as it can be continued in another session, serialised; after a pause or an end and now and then between. */
  | { readonly type: 'checkpoint'; readonly run: RunId; readonly bytes: Uint8Array }
  | { readonly type: 'surface'; readonly run: RunId; readonly surface: Surface }
  /** The run cannot start or go on, and why. */
  | { readonly type: 'failed'; readonly run: RunId; readonly findings: readonly Finding[] };

// ── shared shapes ────────────────────────────────────────────────────────────────────────────────────────────────

/** Columns of equal length; NaN where a metric does not exist. */
export interface History {
  readonly epoch: Float64Array;
  readonly loss: Float64Array;
  readonly validationLoss: Float64Array;
  readonly accuracy: Float64Array;
  readonly validationAccuracy: Float64Array;
  readonly learningRate: Float64Array;
  /** x and y of a plain function's descent; empty for a network. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}
export type HistoryColumn = keyof History;
export type MetricName = Exclude<keyof EpochMetrics, 'point'>;

export interface DataFacts {
  readonly trainingSamples: number;
  readonly validationSamples: number;
  readonly inputNames: readonly string[];
  readonly targetNames: readonly string[];
  readonly classes: readonly string[] | null;
}

/** The network as it stands, for a drawing. */
export interface Snapshot {
  readonly epoch: number;
  readonly sample: number;
  /** The sample's inputs, where there are few enough to draw. */
  readonly inputs: Floats | null;
  readonly targets: Floats | null;
  readonly layers: readonly LayerSnapshot[];
}

export interface LayerSnapshot {
  readonly inputs: number;
  readonly units: number;
  readonly activation: string;
  /** All the weights, [units][inputs], where the layer is small enough to draw; else null, and `heat` is there. */
  readonly weights: Floats | null;
  readonly bias: Floats | null;
  readonly biasShared: boolean;
  /** Outputs for the sample; null where the layer is summarised. */
  readonly outputs: Floats | null;
  /** The weights averaged into a grid of at most 64 × 64 cells. */
  readonly heat: { readonly rows: number; readonly columns: number; readonly values: Float32Array } | null;
  readonly minWeight: number;
  readonly maxWeight: number;
}

// ── host ↔ webviews ──────────────────────────────────────────────────────────────────────────────────────────────

/** What may be changed for the next run without touching the file. */
export interface RunSettings {
  readonly learningRate: number;
  readonly epochs: number;
  /** null: all the training data. */
  readonly batchSize: number | null;
  readonly seed: number;
}

export interface RunStatus {
  readonly run: RunId;
  readonly state: RunState;
  readonly epoch: number;
  readonly epochs: number;
  readonly elapsedMs: number;
  /** Fraction loaded while `loading`, where it is known. */
  readonly loaded: number | null;
  readonly outcome: Outcome | null;
  /** What went wrong and what to do, in the reader's language. */
  readonly error: string | null;
  /** The file is no longer what this run started with. */
  readonly stale: boolean;
}

/** Names and shape from the config: what the drawing is labelled with before anything ran. */
export interface NetworkShape {
  readonly inputNames: readonly string[];
  readonly layers: readonly {
    readonly units: number;
    readonly activation: string;
    readonly unitNames: readonly string[];
    readonly weightNames: readonly (readonly string[])[] | null;
    readonly biasNames: readonly string[] | null;
  }[];
}

export interface RunRecord {
  readonly run: RunId;
  readonly started: number;
  readonly state: RunState;
  readonly epochs: number;
  readonly loss: number | null;
  readonly validationLoss: number | null;
  readonly accuracy: number | null;
}

/** One config as a view shows it. A view is hydrated with all of it and then told what changes. */
export interface ConfigView {
  /** The config file's URI. */
  readonly uri: string;
  readonly name: string;
  readonly kind: 'network' | 'function' | 'invalid';
  readonly problems: { readonly errors: number; readonly warnings: number; readonly first: string | null };
  /** null while the file cannot be run. */
  readonly settings: RunSettings | null;
  /** The file's own, to compare with. */
  readonly fileSettings: RunSettings | null;
  readonly shape: NetworkShape | null;
  /** The plain function's text, where there is one instead of a network, with its values on a grid for the contour. */
  readonly surface: Surface | null;
  readonly status: RunStatus | null;
  readonly facts: DataFacts | null;
  readonly history: History;
  readonly snapshot: Snapshot | null;
  readonly evaluation: { readonly training: Evaluation | null; readonly validation: Evaluation | null };
  readonly runs: readonly RunRecord[];
}

/** Values of a function of x and y on a regular grid, row-major from the lower left. */
export interface Surface {
  readonly text: string;
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array;
}

export type ToView =
  /** `view` is null where no config is open (the sidebar). */
  | { readonly type: 'hydrate'; readonly view: ConfigView | null; readonly strings: Readonly<Record<string, string>> }
  /** Everything of the view but history and snapshot, which are appended and replaced on their own. */
  | { readonly type: 'update'; readonly view: Partial<Omit<ConfigView, 'history' | 'snapshot'>> }
  | { readonly type: 'append'; readonly run: RunId; readonly history: History }
  | { readonly type: 'snapshot'; readonly run: RunId; readonly snapshot: Snapshot };

export type ViewCommand =
  | 'train' | 'pause' | 'resume' | 'stop' | 'reset' | 'step' | 'checkGradients'
  | 'showProblems' | 'openPanel' | 'openConfig' | 'newConfig' | 'openExamples' | 'openWalkthrough' | 'applySettings'; // prettier-ignore

export type FromView =
  /** The page has loaded and wants to be hydrated. */
  | { readonly type: 'loaded' }
  | { readonly type: 'command'; readonly command: ViewCommand }
  | { readonly type: 'settings'; readonly settings: RunSettings }
  | { readonly type: 'sample'; readonly index: number };
