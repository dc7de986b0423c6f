/**
 * Every message between the host, a config's worker and the pages. Types only.
 * There is no request and reply: each side says what happened or what it wants. Every message about a run carries
 * the run's id; one that is not the receiver's current run is dropped.
 */
export type * from './protocol/check.js';
export type * from './protocol/data.js';
export type * from './protocol/grade.js';
export type * from './protocol/handsOn.js';
export type * from './protocol/health.js';
export type * from './protocol/rate.js';
export type * from './protocol/run.js';
export type * from './protocol/runs.js';
export type * from './protocol/step.js';
export type * from './protocol/view.js';
export type * from './protocol/worker.js';

/** What the pages read of a run's end and of an evaluation: they may import types from here alone. */
export type { Failure, NotSeparable, Outcome } from './engine/model/metrics.js';
export type {
  Calibration,
  ClassificationReport,
  Curves,
  Evaluation,
  RegressionFigures,
  RegressionReport,
  TestScores,
} from './engine/model/evaluation.js';
/** What the pages show of a run's health. */
export type { Histogram } from './engine/health/histogram.js';
export type { AlarmCode, AlarmRemedy } from './engine/health/alarm.js';
export type { Instruments, InstrumentsHistory, LayerInstruments } from './engine/health/instruments.js';
export type { DataColumn } from './engine/model/dataColumn.js';
export type { DescribedColumn, FirstRow } from './data/describeTable.js';
export type { ImageSize } from './engine/model/dataset.js';
export type { OnePrediction, PredictField, PredictSubject } from './engine/model/predictField.js';
export type { Floats } from './engine/model/network.js';
/** What the pages draw of a search for a learning rate. */
export type { RateSearch } from './engine/training/rateSearch.js';
export type { RangePoint } from './engine/training/rangeTest.js';
/** What the pages change in a config. */
export type { ConfigChange } from './config/edits/configChange.js';
export type { GeneratorName } from './config/spec.js';
export type { LossName } from './engine/model/spec.js';
/** What the pages say of the pass that is stepped through. */
export type { Digits } from './engine/trace/digits.js';
export type { ParameterPlace } from './engine/trace/parameterPaths.js';
export type { Phase } from './engine/trace/stepPlace.js';
export type { Stride } from './engine/trace/trace.js';
