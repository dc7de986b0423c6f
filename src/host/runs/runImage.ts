import type { ConfigSource } from '../../config/parse.js';
import type { Finding } from '../../config/problem.js';
import type { Spec } from '../../config/spec.js';
import type { InstrumentsHistory } from '../../engine/health/instruments.js';
import type {
  AlarmView,
  ConfigView,
  DataFacts,
  Gallery,
  History,
  MeasuredImportance,
  PartPredictions,
  Plane,
  Predictions,
  Regions,
  RunStatus,
  Snapshot,
  Surface,
  TestScores,
  UnitMaps,
} from '../../protocol.js';

/** The complete state of a run as plain data, as it is saved on disk. */
export interface RunImage {
  readonly spec: Spec;
  /** The text that the run was started with, and its JSON value. */
  readonly source: ConfigSource;
  /** The fingerprint of the file when the run started. */
  readonly fingerprint: string;
  readonly started: number;
  readonly status: RunStatus;
  readonly facts: DataFacts | null;
  /** The identity of the data; null where it is not known. */
  readonly data: string | null;
  readonly surface: Surface | null;
  readonly snapshot: Snapshot | null;
  readonly plane: Plane | null;
  readonly regions: Regions | null;
  readonly unitMaps: UnitMaps | null;
  readonly predictions: Predictions | null;
  /** Absent where there are none, and in images of earlier versions. */
  readonly classPredictions?: PartPredictions;
  readonly gallery: Gallery | null;
  /** Absent where it was not measured. */
  readonly importance?: MeasuredImportance;
  readonly evaluation: ConfigView['evaluation'];
  /** The scores on the test samples; null until the run is done, absent in images of earlier versions. */
  readonly test?: TestScores | null;
  readonly history: History;
  /** What was measured of the run; absent, like its alarms, in images of earlier versions. */
  readonly instruments?: InstrumentsHistory;
  readonly alarms?: readonly AlarmView[];
  /** The reasons why the run failed, if values of the config caused it. */
  readonly findings: readonly Finding[];
  /** The newest checkpoint, from which a worker can resume. */
  readonly checkpoint: Uint8Array | null;
}
