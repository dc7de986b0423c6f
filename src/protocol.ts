/**
 * Every message between the host, a run's worker and the webviews. Types only.
 * There is no request and reply: each side says what happened or what it wants. Every message about a run carries
 * the run's id; one that is not the receiver's current run is dropped.
 */
import type { EpochMetrics, Evaluation, Outcome } from './engine/metrics.js';
import type { Floats } from './engine/network.js';
import type { Digits } from './engine/trace/digits.js';
import type { ParameterPlace } from './engine/trace/paths.js';
import type { Phase } from './engine/trace/place.js';
import type { Stride } from './engine/trace/trace.js';
import type { CheckReport, ParameterCheck } from './engine/check/result.js';
import type { TensorName } from './engine/check/parameters.js';
import type { Finding } from './config/problem.js';
import type { NetworkConfig, Spec } from './config/spec.js';

/** What the pages read of a run's end and of an evaluation: they may import types from here alone. */
export type {
  ClassificationReport,
  Evaluation,
  Failure,
  NotSeparable,
  Outcome,
  RegressionReport,
} from './engine/metrics.js';
export type { Floats } from './engine/network.js';
/** What the pages say of the pass that is stepped through. */
export type { Digits, ParameterPlace, Phase, Stride };

export type RunId = string;
export type CheckId = number;

export type RunState = 'ready' | 'loading' | 'training' | 'paused' | 'stopped' | 'done' | 'failed';

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
  /** The run cannot start or go on, and why. */
  | { readonly type: 'failed'; readonly run: RunId; readonly findings: readonly Finding[] }
  /** At most 10 a second. */
  | { readonly type: 'checkProgress'; readonly check: CheckId; readonly progress: CheckRunning }
  /** The end of a check. No result where it was cancelled, or could not be done: then the findings say why. */
  | {
      readonly type: 'checked';
      readonly check: CheckId;
      readonly result: CheckResult | null;
      readonly findings: readonly Finding[];
    };

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

// ── gradient check ──

export interface CheckRunning {
  /** null while it is not known how much there is to do. */
  readonly fraction: number | null;
  /** Wrong ones so far. */
  readonly failed: number;
}

/** A gradient check as it is shown: of what there may be many, the worst. */
export interface CheckResult extends Omit<CheckReport, 'parameters' | 'samples'> {
  /** Rows of the data that it was done on. */
  readonly samples: number;
  readonly tensors: readonly TensorCheck[];
  /** Someone's own gradients; null where the config names none, or they cannot be read. */
  readonly compare: CompareCheck | null;
}

export interface TensorCheck {
  /** From 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  readonly checked: number;
  readonly failed: number;
  readonly kinks: number;
  /** Of all but kinks. */
  readonly maxRelativeError: number;
  /** Wrong ones first, then kinks, then by relative error; the first of them. */
  readonly entries: readonly EntryCheck[];
}

export interface EntryCheck extends ParameterCheck {
  /** What the parameter is called: w5. */
  readonly name: string;
  /** What sits on a kink, in words. */
  readonly kinkWords: string | null;
}

export interface CompareCheck {
  /** As the config names it. */
  readonly file: string;
  readonly compared: number;
  readonly wrong: number;
  readonly tensors: readonly {
    readonly layer: number;
    readonly tensor: TensorName;
    readonly compared: number;
    readonly wrong: number;
    /** Some of the wrong ones. */
    readonly entries: readonly GivenEntry[];
  }[];
  /** A sheet worked by hand: each number, in the order in which they are computed. */
  readonly sheet: readonly (GivenEntry & {
    /** What follows from the numbers before it, right or wrong. */
    readonly expected: number;
    readonly verdict: 'right' | 'follows' | 'wrong';
  })[];
  readonly diagnoses: readonly DiagnosisView[];
  /** What else is wrong: of other weights, of the wrong shape. */
  readonly remarks: readonly string[];
}

export interface GivenEntry {
  readonly name: string;
  readonly given: number;
  readonly truth: number;
}

export interface DiagnosisView {
  readonly code: string;
  readonly layer: number;
  /** The mistake in words. */
  readonly words: string;
  /** Other mistakes that give the same numbers. */
  readonly alternatives: readonly string[];
  /** Some of the wrong numbers that it gives, and how many they are in all. */
  readonly evidence: readonly GivenEntry[];
  readonly reproduced: number;
}

export interface CheckView {
  /** null while no check is running. */
  readonly running: CheckRunning | null;
  /** Of the last check that came to an end. */
  readonly result: CheckResult | null;
  /** Why there is no result, in the reader's language. */
  readonly error: string | null;
  /** The file, or the gradients it is compared with, are no longer what was checked. */
  readonly stale: boolean;
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
  /** On the validation part where there is one. */
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
  readonly check: CheckView;
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

// ── one pass, step by step ──

/** A pass as the Step view draws it before any step: the network with its parameters, and the sample. */
export interface PassView {
  /** Tells one pass from the next, and from the same one with another parameter. */
  readonly id: number;
  readonly shape: NetworkShape;
  /** Without outputs: the steps give them. */
  readonly snapshot: Snapshot;
  /** Steps in all. */
  readonly length: number;
  /** The epoch and its batch, from 1. */
  readonly epoch: number;
  readonly batch: number;
  /** Sample shown, from 0, of so many in the batch; `row` is where it stands in the training data, from 0. */
  readonly sample: { readonly index: number; readonly count: number; readonly row: number };
  /** The file has changed since: this is its old text. */
  readonly stale: boolean;
}

/** Mathematics: LaTeX to typeset and the same as plain text, to copy and to be read aloud. */
export interface Typeset {
  readonly latex: string;
  readonly text: string;
}

/** Numbers of the pass as far as it has come; NaN where it has not, null where the layer is not drawn. */
export interface LayerProgress {
  readonly outputs: Floats | null;
  /** ∂E/∂net of each unit. */
  readonly deltas: Floats | null;
  /** ∂E/∂w, [units][inputs]. */
  readonly weightGradients: Floats | null;
  /** After the update. */
  readonly weights: Floats | null;
}

/** A unit, or one of its weights (`input`, from 0; null: the unit itself). Layers count from 1; 0 are the inputs. */
export interface Lit {
  readonly layer: number;
  readonly unit: number;
  readonly input: number | null;
  /** What the step computes, or what it computes it from. */
  readonly role: 'result' | 'operand';
}

/** An equation's sides: what is computed, in symbols, with the numbers put in, and what that gives. */
export interface Equation {
  readonly left: Typeset;
  /** null where they would only repeat another side. */
  readonly symbolic: Typeset | null;
  /** Each symbol's number is marked with where it comes from (`\htmlData{ref=…}`): a key of `refs`. */
  readonly substituted: Typeset | null;
  readonly result: Typeset;
}

export interface PassRow {
  readonly index: number;
  readonly words: string;
  readonly formula: string;
  readonly value: string;
}

export interface MatrixView {
  readonly latex: string;
  /** "2 × 3" */
  readonly shape: string;
  /** Rows of numbers; null where they are too many to read. */
  readonly rows: readonly (readonly string[])[] | null;
}

export interface GraphView {
  /** In an order of evaluation, the result last. `ref` as in `Equation`, or null. */
  readonly nodes: readonly {
    readonly label: string;
    readonly kind: 'leaf' | 'operation';
    readonly ref: string | null;
    readonly lit: boolean;
  }[];
  /** Forward value above the edge and gradient below it; empty while the pass has not come so far. */
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly value: string;
    readonly gradient: string;
    readonly lit: boolean;
  }[];
}

/** What the Step view wants to see besides the step. */
export interface StepOptions {
  readonly digits: Digits;
  /** A parameter whose chain rule is written out. */
  readonly parameter: ParameterPlace | null;
  readonly aside: 'none' | 'unit' | 'layer' | 'function';
}

/** The step the cursor is at, with everything written as it is shown. */
export interface StepView {
  readonly pass: number;
  readonly index: number;
  readonly phase: Phase;
  readonly words: string;
  /** Where in the pass: "Forward pass · layer 1". */
  readonly place: string;
  readonly equation: Equation;
  /** What each number in a formula is, in words: "net_h1, step 3". Those that are steps can be gone to. */
  readonly refs: Readonly<Record<string, string>>;
  readonly layers: readonly LayerProgress[];
  readonly lit: readonly Lit[];
  /** The pass so far, cut to its newest steps. */
  readonly rows: readonly PassRow[];
  /** Of the parameter asked for; no equation where its paths are too many, or the pass has no gradient for it. */
  readonly chain: {
    readonly title: string;
    readonly equation: Equation | null;
    readonly note: string | null;
  } | null;
  readonly aside: AsideView | null;
}

/** What is shown besides the formula: a computational graph, and matrices where it is a layer's. */
export interface AsideView {
  readonly title: string;
  readonly graph: GraphView | null;
  readonly formulas: readonly string[];
  readonly matrices: readonly MatrixView[];
  /** Why there is nothing to see. */
  readonly note: string | null;
}

export type StepCommand =
  /** The Step view is seen and wants to be told of every move from now on, and of this besides. */
  | { readonly name: 'watch'; readonly options: StepOptions }
  | { readonly name: 'unwatch' }
  | { readonly name: 'next' | 'previous'; readonly by: Stride }
  | { readonly name: 'go'; readonly index: number }
  | { readonly name: 'first' | 'last' | 'nextPass' }
  /** From the start, with the text as it now is. */
  | { readonly name: 'restart' }
  | { readonly name: 'sample'; readonly index: number }
  | { readonly name: 'setParameter'; readonly place: ParameterPlace; readonly value: number }
  /** The pass so far, to the clipboard. */
  | { readonly name: 'copy' };

export type ToView =
  /** `view` is null where no config is open (the sidebar). */
  | {
      readonly type: 'hydrate';
      readonly view: ConfigView | null;
      readonly strings: Readonly<Record<string, string>>;
    }
  /** Everything of the view but history and snapshot, which are appended and replaced on their own. */
  | { readonly type: 'update'; readonly view: Partial<Omit<ConfigView, 'history' | 'snapshot'>> }
  | { readonly type: 'append'; readonly run: RunId; readonly history: History }
  | { readonly type: 'snapshot'; readonly run: RunId; readonly snapshot: Snapshot }
  /** Another pass; null where there is none to step through, and why. */
  | { readonly type: 'pass'; readonly pass: PassView | null; readonly reason: string | null }
  | { readonly type: 'step'; readonly step: StepView }
  /** Brings one of the panel's views to the front. */
  | { readonly type: 'show'; readonly view: 'train' | 'step' | 'check' };

export type ViewCommand =
  | 'train' | 'pause' | 'resume' | 'stop' | 'reset' | 'step' | 'checkGradients' | 'cancelCheck'
  | 'showProblems' | 'openPanel' | 'openConfig' | 'newConfig' | 'openExamples' | 'openWalkthrough' | 'applySettings'; // prettier-ignore

export type FromView =
  /** The page has loaded and wants to be hydrated. */
  | { readonly type: 'loaded' }
  | { readonly type: 'command'; readonly command: ViewCommand }
  | { readonly type: 'settings'; readonly settings: RunSettings }
  | { readonly type: 'sample'; readonly index: number }
  | { readonly type: 'stepping'; readonly command: StepCommand };
