/** The messages between host and workers. A worker serves the sessions of several configs, each of one config. */
import type { Finding } from '../config/problem.js';
import type { NetworkConfig, Spec } from '../config/spec.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import type { InstrumentsHistory } from '../engine/health/instruments.js';
import type { Evaluation, TestScores } from '../engine/model/evaluation.js';
import type { Outcome } from '../engine/model/metrics.js';
import type { OnePrediction } from '../engine/model/predictField.js';
import type { KernelPlace } from '../backends/wasm/kernelPlace.js';
import type { RateSearch } from '../engine/training/rateSearch.js';
import type { CheckOutcome, CheckRunning } from './check.js';
import type { FromGrading, GradeRequest } from './grade.js';
import type { RateSearchId } from './rate.js';
import type {
  CheckId,
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
import type { DataDescription } from './data.js';
import type { AlarmView, HistogramsView } from './health.js';
import type { TableAnswer, TableRequest } from './tableWork.js';
import type { Surface } from './view.js';

/** The contents of a translation bundle; undefined for English. */
export type Translations = Readonly<Record<string, string>> | undefined;

/** The data that a worker starts with. */
export interface WorkerData {
  readonly translations?: Translations;
  /** Where the kernels are; null: no kernels are used. */
  readonly kernels?: KernelPlace | null;
}

// ── host → worker ────────────────────────────────────────────────────────────────────────────────────────────────

export type ToWorker =
  /** Loads the data, keeps them for the next `start`, and reports findings. `version` identifies the text and is returned. */
  | { readonly type: 'inspect'; readonly version: number; readonly spec: Spec; readonly directory: string }
  /** Describes the table of the config. A new description cancels an older one; `version` is returned. */
  | {
      readonly type: 'describe';
      readonly version: number;
      readonly spec: NetworkConfig;
      readonly directory: string;
    }
  /** Loads the data, creates the network, and trains at once or waits for `resume`. A checkpoint continues an earlier run. */
  | {
      readonly type: 'start';
      readonly run: RunId;
      readonly spec: Spec;
      readonly directory: string;
      readonly train: boolean;
      readonly checkpoint: Uint8Array | null;
      /** The checkpoint is continued even if the data are not those it was trained on. */
      readonly acceptChangedData?: boolean;
      /** The checkpoint is of another run; the new run begins with its parameters and has settings of its own. */
      readonly isBranch?: boolean;
      /** Absent: `fast`. */
      readonly pace?: Pace;
    }
  | { readonly type: 'pause'; readonly run: RunId }
  | { readonly type: 'resume'; readonly run: RunId }
  /** Trains one epoch, then pauses. */
  | { readonly type: 'stepEpoch'; readonly run: RunId }
  | { readonly type: 'stop'; readonly run: RunId }
  /** Selects the training sample whose values the snapshots contain. */
  | { readonly type: 'sample'; readonly run: RunId; readonly index: number }
  /** Shows the state after an epoch in place of the current one; null: the current one again. */
  | { readonly type: 'view'; readonly run: RunId; readonly epoch: number | null }
  | { readonly type: 'pace'; readonly run: RunId; readonly pace: Pace }
  /** Changes a parameter of a run that is not training. It is ignored while an earlier epoch is viewed. */
  | {
      readonly type: 'setParameter';
      readonly run: RunId;
      readonly place: ParameterPlace;
      readonly value: number;
    }
  /** Takes the run back to its state before the first parameter was changed by hand. */
  | { readonly type: 'resetParameters'; readonly run: RunId }
  /** Asks for the state that is shown, which `taken` answers. */
  | { readonly type: 'take'; readonly run: RunId }
  /** Asks for the model of the state that is shown in a format, which `packed` answers. */
  | {
      readonly type: 'pack';
      readonly run: RunId;
      readonly format: string;
      /** Whether the file has the state of the optimizer as well. */
      readonly hasTraining: boolean;
      /** The page that an export to HTML fills in. */
      readonly page: string;
    }
  /** Asks for the prediction for the values of a form, as `predictOne` takes them. */
  | { readonly type: 'predict'; readonly run: RunId; readonly values: readonly number[] }
  /** Asks for the outputs for an image, with pixels from 0 to 1. */
  | { readonly type: 'classify'; readonly run: RunId; readonly inputs: Float32Array }
  /** Asks for the histograms of a layer, by its index from 0, with the parameters that are shown. */
  | { readonly type: 'histograms'; readonly run: RunId; readonly layer: number }
  /** Measures the importance of the columns to the state that is shown. It is ignored while that state trains. */
  | { readonly type: 'importance'; readonly run: RunId }
  /** Selects the unit whose outputs the regions have in place of the network's; null for none. */
  | { readonly type: 'focus'; readonly run: RunId; readonly unit: UnitPlace | null }
  /** Checks the gradients at the initial parameters. A new check cancels an older one. */
  | {
      readonly type: 'check';
      readonly check: CheckId;
      readonly spec: NetworkConfig;
      readonly directory: string;
      /** Whether the program that computes the user's own gradients may be run. */
      readonly isTrusted: boolean;
      /** The checkpoint of the config's run, since compared gradients may belong to the trained parameters. */
      readonly checkpoint: Uint8Array | null;
    }
  | { readonly type: 'cancelCheck'; readonly check: CheckId }
  /** Searches a learning rate on copies of a state. A new search cancels an older one. */
  | {
      readonly type: 'findRate';
      readonly id: RateSearchId;
      readonly spec: Spec;
      readonly directory: string;
      /** The checkpoint from whose parameters the search starts; null: from the initial ones. */
      readonly checkpoint: Uint8Array | null;
    }
  | { readonly type: 'cancelRate'; readonly id: RateSearchId }
  | TableRequest
  | GradeRequest;

/** Identifies a config's session in a worker; it is never used again for another one. */
export type SessionId = number;

/** What a worker thread or process receives. */
export type ToThread =
  | { readonly type: 'session'; readonly session: SessionId; readonly message: ToWorker }
  /** Abandons everything the session does and frees what it holds. */
  | { readonly type: 'close'; readonly session: SessionId }
  /** The thread answers with `pong` as soon as it handles messages. */
  | { readonly type: 'ping' }
  /** Ends the thread and everything it has started. */
  | { readonly type: 'end' };

/** What a worker thread or process sends. */
export type FromThread =
  | { readonly type: 'session'; readonly session: SessionId; readonly message: FromWorker }
  | { readonly type: 'pong' };

/** The messages to a run that has been started. */
export type ToRun = Extract<ToWorker, { type: 'pause' | 'resume' | 'stepEpoch' | 'stop' | 'sample' | 'focus' | 'classify' | 'importance' | 'view' | 'pace' | 'setParameter' | 'resetParameters' | 'take' | 'pack' | 'predict' | 'histograms' }>; // prettier-ignore
export type StartRun = Extract<ToWorker, { type: 'start' }>;

// ── worker → host ────────────────────────────────────────────────────────────────────────────────────────────────

export type FromWorker =
  | {
      readonly type: 'inspected';
      readonly version: number;
      readonly findings: readonly Finding[];
      readonly facts: DataFacts | null;
    }
  /** Answers `describe`. There is no description where the findings say why the table cannot be read. */
  | {
      readonly type: 'described';
      readonly version: number;
      readonly description: DataDescription | null;
      readonly findings: readonly Finding[];
    }
  | { readonly type: 'loading'; readonly run: RunId; readonly fraction: number | null }
  | {
      readonly type: 'ready';
      readonly run: RunId;
      readonly facts: DataFacts | null;
      /** The identity of the data, as in `RunRecord.data`. */
      readonly data: string | null;
    }
  | { readonly type: 'state'; readonly run: RunId; readonly state: RunState; readonly outcome?: Outcome }
  /** At most 20 a second. */
  | { readonly type: 'metrics'; readonly run: RunId; readonly history: History; readonly elapsedMs: number }
  /** At most 10 a second, but one for each picture of a run that is watched or viewed. */
  | { readonly type: 'snapshot'; readonly run: RunId; readonly snapshot: Snapshot }
  | {
      readonly type: 'evaluation';
      readonly run: RunId;
      readonly evaluation: Evaluation;
      readonly part: 'training' | 'validation';
    }
  /** Sent once a run is done, where it has test samples. */
  | { readonly type: 'tested'; readonly run: RunId; readonly test: TestScores }
  /** Measurements, which replace those from the epoch `from` on. At most 10 a second. */
  | {
      readonly type: 'instruments';
      readonly run: RunId;
      readonly from: number;
      readonly instruments: InstrumentsHistory;
    }
  /** All alarms of the run so far; after its end, those that still hold. */
  | { readonly type: 'alarms'; readonly run: RunId; readonly alarms: readonly AlarmView[] }
  /** The serialized state from which the run can continue; sent after a pause or the end, and now and then in between. */
  | { readonly type: 'checkpoint'; readonly run: RunId; readonly bytes: Uint8Array }
  /** The epoch that is viewed, as in `RunStatus.viewing`; null: the current state is shown. */
  | {
      readonly type: 'viewing';
      readonly run: RunId;
      readonly epoch: number | null;
      readonly fraction: number | null;
    }
  | { readonly type: 'edited'; readonly run: RunId; readonly edited: boolean }
  /** What is to be said about the recording of earlier epochs; null where nothing is. */
  | { readonly type: 'recorded'; readonly run: RunId; readonly note: string | null }
  /** The serialized state that is shown, as a checkpoint. */
  | { readonly type: 'taken'; readonly run: RunId; readonly epoch: number; readonly bytes: Uint8Array }
  /** Answers `pack`; where there are no bytes, with the reason. */
  | {
      readonly type: 'packed';
      readonly run: RunId;
      readonly epoch: number;
      readonly bytes: Uint8Array | null;
      readonly reason: string | null;
    }
  /** Answers `predict`. */
  | { readonly type: 'predicted'; readonly run: RunId; readonly prediction: OnePrediction }
  | { readonly type: 'surface'; readonly run: RunId; readonly surface: Surface }
  /** Sent once, before all regions. */
  | { readonly type: 'plane'; readonly run: RunId; readonly plane: Plane }
  /** At most 8 a second, but one for each picture of a run that is watched or viewed. */
  | { readonly type: 'regions'; readonly run: RunId; readonly regions: Regions }
  /** Sent with evaluations. */
  | { readonly type: 'predictions'; readonly run: RunId; readonly predictions: Predictions }
  /** Sent with evaluations. */
  | { readonly type: 'classPredictions'; readonly run: RunId; readonly predictions: ClassPredictions }
  /** Sent with evaluations. */
  | { readonly type: 'gallery'; readonly run: RunId; readonly gallery: Gallery }
  /** Answers `classify`. */
  | { readonly type: 'classified'; readonly run: RunId; readonly outputs: Float32Array }
  /** Answers `histograms`. */
  | { readonly type: 'histograms'; readonly run: RunId; readonly histograms: HistogramsView }
  /** The importance of the columns, or the fraction of its measurement that is done; both null where it was canceled. */
  | {
      readonly type: 'importance';
      readonly run: RunId;
      readonly importance: MeasuredImportance | null;
      readonly fraction: number | null;
    }
  /** At most 10 a second, but one for each picture of a run that is watched or viewed. */
  | { readonly type: 'unitMaps'; readonly run: RunId; readonly maps: UnitMaps }
  /** Information about a run that continues. */
  | { readonly type: 'noted'; readonly run: RunId; readonly findings: readonly Finding[] }
  /** The run cannot start or continue, with the reasons. */
  | { readonly type: 'failed'; readonly run: RunId; readonly findings: readonly Finding[] }
  /** The process that trained the run is gone. The run can be continued from its last checkpoint. */
  | { readonly type: 'interrupted'; readonly run: RunId; readonly reason: string }
  /**
   * The checkpoint is not continued because of the data, and the run stays as it was. `isQuestion`: the data have
   * changed but still fit, so that the run could be continued on them.
   */
  | {
      readonly type: 'refused';
      readonly run: RunId;
      readonly findings: readonly Finding[];
      readonly isQuestion: boolean;
    }
  /** At most 10 a second. */
  | { readonly type: 'checkProgress'; readonly check: CheckId; readonly progress: CheckRunning }
  /** The end of a check. There is no result where it was canceled, or where the findings say why it failed. */
  | ({ readonly type: 'checked'; readonly check: CheckId } & CheckOutcome)
  /** At most 10 a second. */
  | { readonly type: 'rateProgress'; readonly id: RateSearchId; readonly search: RateSearch }
  /** The end of a search. There is no result where the findings say why it failed; a canceled one ends without. */
  | {
      readonly type: 'rateFound';
      readonly id: RateSearchId;
      readonly search: RateSearch | null;
      readonly findings: readonly Finding[];
    }
  | TableAnswer
  | FromGrading;
