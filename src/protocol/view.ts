/** What the pages show, and what they and the host tell each other. */
import type { Evaluation, Outcome } from '../engine/metrics.js';
import type { CheckView } from './check.js';
import type { DataFacts, History, Plane, Regions, RunId, RunState, Snapshot } from './run.js';
import type { PassView, StepCommand, StepView } from './step.js';

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
  /** null where the network has not two inputs. */
  readonly plane: Plane | null;
  readonly regions: Regions | null;
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

export type ToView =
  /** `view` is null where no config is open (the sidebar). */
  | {
      readonly type: 'hydrate';
      readonly view: ConfigView | null;
      readonly strings: Readonly<Record<string, string>>;
    }
  /** Everything of the view but history, snapshot and regions, which are appended and replaced on their own. */
  | { readonly type: 'update'; readonly view: Partial<Omit<ConfigView, 'history' | 'snapshot' | 'regions'>> }
  | { readonly type: 'append'; readonly run: RunId; readonly history: History }
  | { readonly type: 'snapshot'; readonly run: RunId; readonly snapshot: Snapshot }
  | { readonly type: 'regions'; readonly run: RunId; readonly regions: Regions }
  /** Another pass; null where there is none to step through, and why. */
  | { readonly type: 'pass'; readonly pass: PassView | null; readonly reason: string | null }
  | { readonly type: 'step'; readonly step: StepView }
  /** Brings one of the panel's views to the front. */
  | { readonly type: 'show'; readonly view: PanelViewName };

export type ViewCommand =
  | 'train' | 'pause' | 'resume' | 'stop' | 'reset' | 'step' | 'checkGradients' | 'cancelCheck'
  | 'showProblems' | 'openPanel' | 'openConfig' | 'newConfig' | 'openExamples' | 'openWalkthrough' | 'applySettings'; // prettier-ignore

/** The panel's views. */
export type PanelViewName = 'train' | 'step' | 'check';

export type FromView =
  /** The page has loaded and wants to be hydrated. */
  | { readonly type: 'loaded' }
  | { readonly type: 'command'; readonly command: ViewCommand }
  | { readonly type: 'settings'; readonly settings: RunSettings }
  | { readonly type: 'sample'; readonly index: number }
  /** The page has received that this view is to be in front. */
  | { readonly type: 'shown'; readonly view: PanelViewName }
  | { readonly type: 'stepping'; readonly command: StepCommand };
