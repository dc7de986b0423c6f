/** The messages between the host and its pages, and what the pages show. */
import type { InstrumentsHistory } from '../engine/health/instruments.js';
import type { Evaluation, TestScores } from '../engine/model/evaluation.js';
import type { OnePrediction } from '../engine/model/predictField.js';
import type { Outcome } from '../engine/model/metrics.js';
import type { ConfigChange } from '../config/edits/configChange.js';
import type { CheckView, StepTarget } from './check.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import type {
  ClassPredictions,
  DataFacts,
  Gallery,
  History,
  MeasuredImportance,
  Pace,
  Plane,
  Predictions,
  Regions,
  RunId,
  RunState,
  Snapshot,
  UnitMaps,
  UnitPlace,
} from './run.js';
import type { AlarmView, HistogramsView } from './health.js';
import type { DataView } from './data.js';
import type { HandsOnView } from './handsOn.js';
import type { RateView } from './rate.js';
import type { BranchOrigin, RunRecord, RunsAction, RunsComparison, RunsDiffer } from './runs.js';
import type { PassView, StepCommand, StepView } from './step.js';

/** The settings that may be changed without editing the file. */
export interface RunSettings {
  readonly learningRate: number;
  readonly epochs: number;
  /** The number of samples in a batch; null: all the training data. */
  readonly batchSize: number | null;
  readonly seed: number;
}

export interface RunStatus {
  readonly run: RunId;
  readonly state: RunState;
  readonly epoch: number;
  readonly epochs: number;
  readonly elapsedMs: number;
  /** The fraction that is loaded; null where it is not known or nothing is loading. */
  readonly loaded: number | null;
  readonly outcome: Outcome | null;
  /** What went wrong and what to do, in the user's language. */
  readonly error: string | null;
  /** Whether the file has changed since the run started. */
  readonly stale: boolean;
  /**
   * The epoch whose state is shown in place of the current one; null: the current state is shown. While that state is
   * computed again, `fraction` says how much of it is done; null once the pictures are of that epoch.
   */
  readonly viewing: { readonly epoch: number; readonly fraction: number | null } | null;
  /** Whether parameters were changed by hand, so that the run no longer follows from its config alone. */
  readonly edited: boolean;
  /** What is to be said about the recording of earlier epochs, in the user's language; null where nothing is. */
  readonly recorded: { readonly note: string | null };
  /** The run and the epoch whose state this run began with; null: it began with the config's initial state. */
  readonly branchOf: BranchOrigin | null;
}

/** The names and the shape of the config, which label the diagram before the first run. */
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

/** What is wrong with a config and its data. */
export interface ProblemsView {
  /** As many as the editor shows for the file. */
  readonly errors: number;
  readonly warnings: number;
  readonly first: string | null;
  /** Why no run can start; null where one can. */
  readonly blocking: string | null;
}

/** One config as a page shows it. A page is hydrated with all of it and then receives the changes. */
export interface ConfigView {
  /** The config file's URI. */
  readonly uri: string;
  readonly name: string;
  readonly kind: 'network' | 'function' | 'invalid';
  readonly problems: ProblemsView;
  /** null while the file cannot be run. */
  readonly settings: RunSettings | null;
  /** The settings in the file. */
  readonly fileSettings: RunSettings | null;
  /** What the shown run started with; null where there is none. */
  readonly runSettings: RunSettings | null;
  readonly shape: NetworkShape | null;
  /** The values of a function on a grid; null where the config describes a network. */
  readonly surface: Surface | null;
  readonly status: RunStatus | null;
  readonly facts: DataFacts | null;
  readonly history: History;
  /** What was measured of the run, in the order of the epochs. */
  readonly instruments: InstrumentsHistory;
  /** The alarms of the run. */
  readonly alarms: readonly AlarmView[];
  readonly snapshot: Snapshot | null;
  /** null where the network does not have two inputs. */
  readonly plane: Plane | null;
  readonly regions: Regions | null;
  readonly unitMaps: UnitMaps | null;
  readonly predictions: Predictions | null;
  /** The predictions of each part of a classification; absent where there are none. */
  readonly classPredictions?: PartPredictions;
  readonly gallery: Gallery | null;
  /** The importance of the columns that was measured last; null or absent where none was. */
  readonly importance?: MeasuredImportance | null;
  readonly evaluation: { readonly training: Evaluation | null; readonly validation: Evaluation | null };
  /** The scores on the test samples once the run is done; null before, absent where there are none. */
  readonly test?: TestScores | null;
  /** The runs that are kept, the newest first. */
  readonly runs: readonly RunRecord[];
  readonly runsDiffer: RunsDiffer;
  /** The pace of all configs' runs. */
  readonly pace: Pace;
  readonly check: CheckView;
  /** The search for a learning rate that is shown; null where there is none. */
  readonly rate: RateView | null;
  /** The description of the table. */
  readonly data: DataView;
  /** What can be changed in the file by hand; null for a plain function and before a text could be read. */
  readonly handsOn: HandsOnView | null;
}

export type PartPredictions = Readonly<Partial<Record<'training' | 'validation', ClassPredictions>>>;

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
      /** The names of the controls that the user's settings hide. */
      readonly hidden: readonly string[];
      readonly view: ConfigView | null;
      readonly strings: Readonly<Record<string, string>>;
    }
  /** Changes of everything but history, instruments, snapshot and regions, which have messages of their own. */
  | {
      readonly type: 'update';
      readonly view: Partial<
        Omit<
          ConfigView,
          | 'history'
          | 'instruments'
          | 'snapshot'
          | 'regions'
          | 'unitMaps'
          | 'predictions'
          | 'classPredictions'
          | 'gallery'
          | 'importance'
        >
      >;
    }
  | { readonly type: 'append'; readonly run: RunId; readonly history: History }
  /** Measurements, which replace those from the epoch `from` on. */
  | {
      readonly type: 'instruments';
      readonly run: RunId;
      readonly from: number;
      readonly instruments: InstrumentsHistory;
    }
  | { readonly type: 'snapshot'; readonly run: RunId; readonly snapshot: Snapshot }
  | { readonly type: 'regions'; readonly run: RunId; readonly regions: Regions }
  | { readonly type: 'predictions'; readonly run: RunId; readonly predictions: Predictions }
  | { readonly type: 'classPredictions'; readonly run: RunId; readonly predictions: ClassPredictions }
  | { readonly type: 'gallery'; readonly run: RunId; readonly gallery: Gallery }
  | { readonly type: 'classified'; readonly run: RunId; readonly outputs: Float32Array }
  | { readonly type: 'predicted'; readonly run: RunId; readonly prediction: OnePrediction }
  | { readonly type: 'histograms'; readonly run: RunId; readonly histograms: HistogramsView }
  /** The importance of the columns, or the fraction of its measurement that is done; both null where it was canceled. */
  | {
      readonly type: 'importance';
      readonly run: RunId;
      readonly importance: MeasuredImportance | null;
      readonly fraction: number | null;
    }
  | { readonly type: 'unitMaps'; readonly run: RunId; readonly maps: UnitMaps }
  /** Another pass; null where there is none, with the reason. */
  | { readonly type: 'pass'; readonly pass: PassView | null; readonly reason: string | null }
  | { readonly type: 'step'; readonly step: StepView }
  /** A change of the file was not made, for a reason in the user's language. */
  | { readonly type: 'refused'; readonly change: ConfigChange; readonly reason: string }
  /** The comparison of the runs that the page has selected. */
  | { readonly type: 'runsCompared'; readonly comparison: RunsComparison }
  /** Shows one of the panel's views. */
  | { readonly type: 'show'; readonly view: PanelViewName };

export type ViewCommand =
  | 'train' | 'pause' | 'resume' | 'stop' | 'reset' | 'step' | 'checkGradients' | 'cancelCheck'
  | 'findLearningRate' | 'closeLearningRate' | 'showProblems' | 'openPanel' | 'openConfig' | 'newConfig' | 'trainOnTable' | 'openExamples'
  | 'openWalkthrough' | 'applySettings' | 'showRuns' | 'stepToFailure' | 'saveModel' | 'exportModel' | 'predictFile'; // prettier-ignore

/** The panel's views. */
export type PanelViewName = 'train' | 'step' | 'check' | 'runs' | 'data' | 'predict';

export type FromView =
  /** The page has loaded and needs to be hydrated. */
  | { readonly type: 'loaded' }
  | { readonly type: 'command'; readonly command: ViewCommand }
  | { readonly type: 'settings'; readonly settings: RunSettings }
  | { readonly type: 'sample'; readonly index: number }
  /** Shows the state after an epoch in place of the current one; null: the current one again. */
  | { readonly type: 'viewEpoch'; readonly epoch: number | null }
  | { readonly type: 'pace'; readonly pace: Pace }
  /** Searches a learning rate from the current parameters of the run, or from the initial ones. */
  | { readonly type: 'findRate'; readonly fromRun: boolean }
  /** Starts a new run that continues from the viewed epoch with the settings for the next run. */
  | { readonly type: 'branch' }
  /** Opens the Step view with the parameters of the viewed epoch. */
  | { readonly type: 'stepFromViewed' }
  /** Shows a step of the first pass with the initial weights. */
  | { readonly type: 'stepTo'; readonly target: StepTarget }
  /** Changes a parameter of a run that is not training. It is ignored while an earlier epoch is viewed. */
  | { readonly type: 'setParameter'; readonly place: ParameterPlace; readonly value: number }
  /** Takes the run back to its state before the first parameter was changed by hand. */
  | { readonly type: 'resetParameters' }
  /** Asks for a description of the table, which an update of `data` answers. */
  | { readonly type: 'describe' }
  /** Changes the text of the file. */
  | { readonly type: 'edit'; readonly change: ConfigChange }
  /** Asks for the outputs for an image, with pixels from 0 to 1. */
  | { readonly type: 'classify'; readonly inputs: Float32Array }
  /** Asks for the prediction for the values of the form. */
  | { readonly type: 'predict'; readonly values: readonly number[] }
  /** Asks for the histograms of a layer, by its index from 0, with the parameters that are shown. */
  | { readonly type: 'histograms'; readonly layer: number }
  /** Measures the importance of the columns to the state that is shown. */
  | { readonly type: 'importance' }
  /** The unit that is shown large in place of the network's outputs; null for none. */
  | { readonly type: 'focus'; readonly unit: UnitPlace | null }
  /** Selects runs to compare, which `runsCompared` answers now and whenever one of them changes. */
  | { readonly type: 'selectRuns'; readonly runs: readonly RunId[] }
  | { readonly type: 'runsAction'; readonly action: RunsAction; readonly runs: readonly RunId[] }
  /** Opens the data's file at a line, from 1. */
  | { readonly type: 'openLine'; readonly part: 'training' | 'validation'; readonly line: number }
  /** Trains on a table that was dropped on the page. */
  | { readonly type: 'dropTable'; readonly uri: string }
  /** The page has shown a view as requested. */
  | { readonly type: 'shown'; readonly view: PanelViewName }
  | { readonly type: 'stepping'; readonly command: StepCommand };
