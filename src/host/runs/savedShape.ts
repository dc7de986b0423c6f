import {
  absentOr,
  isBoolean,
  isCount,
  isNumber,
  isObject,
  isText,
  listOf,
  nullOr,
  object,
  oneOf,
  type Check,
} from '../../config/shape.js';
import { historyColumns } from '../../worker/history.js';
import type { PastRun } from './pastRun.js';
import type { Saved } from './storage.js';

/**
 * Returns whether a value has the shape of a saved config, in all parts that the host reads. Files may be damaged, or
 * written by another version.
 */
export function isSaved(value: unknown): value is Saved {
  return saved(value);
}

/** Returns whether a value has the shape of a run that is kept. */
export function isPastRun(value: unknown): value is PastRun {
  return pastRun(value);
}

const state = oneOf('ready', 'loading', 'training', 'paused', 'stopped', 'done', 'failed');

const branchOrigin = object({ run: isText, epoch: isCount });
const source = object({ text: isText });
const record = object({
  run: isText,
  number: isCount,
  name: nullOr(isText),
  started: isNumber,
  elapsedMs: isNumber,
  state,
  outcome: nullOr(isText),
  epochs: isCount,
  loss: nullOr(isNumber),
  validationLoss: nullOr(isNumber),
  accuracy: nullOr(isNumber),
  edited: isBoolean,
  branchOf: nullOr(branchOrigin),
  data: nullOr(isText),
  sparkline: listOf(isNumber),
  hasState: isBoolean,
  alarms: absentOr(listOf(isText)),
});

const training = object({
  optimizer: object({ type: isText, learningRate: isNumber }),
  epochs: isCount,
  batchSize: nullOr(isCount),
  seed: isCount,
});
const networkSpec = object({
  kind: oneOf('network'),
  name: isText,
  layers: (value) =>
    listOf(object({ units: isCount, activation: isText }))(value) && (value as unknown[]).length > 0,
  data: object({ kind: isText }),
  weights: absentOr(isText),
  training,
});
const functionSpec = object({
  kind: oneOf('function'),
  name: isText,
  function: object({ text: isText }),
  start: listOf(isNumber),
  training,
});

/** The columns must have equal lengths; those of a point are empty for a network. */
const history: Check = (value) => {
  if (!isObject(value)) return false;
  const { epoch } = value;
  if (!(epoch instanceof Float64Array)) return false;
  return historyColumns.every((name) => {
    const column = value[name];
    const mayBeEmpty = name === 'x' || name === 'y';
    if (!(column instanceof Float64Array)) return false;
    return column.length === epoch.length || (mayBeEmpty && column.length === 0);
  });
};

const status = object({
  run: isText,
  state,
  epoch: isCount,
  epochs: isCount,
  elapsedMs: isNumber,
  loaded: nullOr(isNumber),
  outcome: nullOr(object({ kind: isText })),
  error: nullOr(isText),
  stale: isBoolean,
  viewing: nullOr(object({ epoch: isCount, fraction: nullOr(isNumber) })),
  edited: isBoolean,
  recorded: object({ note: nullOr(isText) }),
  branchOf: nullOr(branchOrigin),
});

const floats: Check = (value) => value instanceof Float32Array || value instanceof Float64Array;
const snapshot = object({
  epoch: isCount,
  sample: isCount,
  inputs: nullOr(floats),
  targets: nullOr(floats),
  layers: listOf(object({ inputs: isCount, units: isCount, activation: isText, weights: nullOr(floats) })),
});
const samples = object({ count: isCount, points: floats, targets: floats });
const box = { xMin: isNumber, xMax: isNumber, yMin: isNumber, yMax: isNumber };
const grid = { columns: isCount, rows: isCount, values: floats };

const imageSize = object({
  rows: isCount,
  columns: isCount,
  channels: (value) => value === 1 || value === 3,
});
const isRows: Check = (value) => value instanceof Uint32Array;

const measurements = listOf(
  object({ epoch: isCount, learningRate: isNumber, layers: listOf(object({ gradientNorm: isNumber })) }),
);
const alarm = object({
  code: isText,
  severity: isText,
  epoch: nullOr(isCount),
  remedies: listOf(object({ change: isText })),
  message: isText,
  path: Array.isArray,
  evidence: isObject,
  fix: nullOr(object({ title: isText, remedy: object({ change: isText }) })),
});

const regression = object({ task: oneOf('regression'), mae: isNumber, outputs: listOf(isObject) });
const classification = object({
  task: oneOf('classification'),
  confusion: listOf(listOf(isNumber)),
  f1: listOf(nullOr(isNumber)),
  macro: isObject,
  curves: nullOr(isObject),
  calibration: nullOr(isObject),
  confusedPairs: listOf(isObject),
  confidentMistakes: listOf(isObject),
});
const evaluation: Check = (value) => regression(value) || classification(value);

const spread = object({ mean: isNumber, deviation: isNumber });
const importanceColumn = object({ name: isText, inputs: isCount, loss: spread, score: nullOr(spread) });

const classes = object({
  epoch: isCount,
  rows: isRows,
  lines: nullOr(isRows),
  truth: (value) => value instanceof Uint16Array,
  predicted: (value) => value instanceof Uint16Array,
  outputs: floats,
});

const image = object({
  spec: (value) => networkSpec(value) || functionSpec(value),
  source,
  data: nullOr(isText),
  fingerprint: isText,
  started: isNumber,
  status,
  facts: nullOr(
    object({
      inputNames: listOf(isText),
      targetNames: listOf(isText),
      planar: isBoolean,
      image: nullOr(imageSize),
    }),
  ),
  surface: nullOr(object({ text: isText, ...box, ...grid })),
  snapshot: nullOr(snapshot),
  plane: nullOr(object({ ...box, training: samples, validation: samples })),
  regions: nullOr(object({ epoch: isCount, outputs: isCount, ...grid })),
  predictions: nullOr(
    object({ epoch: isCount, columns: isCount, rows: isRows, targets: floats, outputs: floats }),
  ),
  classPredictions: absentOr(object({ training: absentOr(classes), validation: absentOr(classes) })),
  gallery: nullOr(
    object({ epoch: isCount, total: isCount, size: imageSize, items: listOf(object({ pixels: floats })) }),
  ),
  importance: absentOr(
    object({
      epoch: isCount,
      samples: isCount,
      repeats: isCount,
      loss: isNumber,
      columns: listOf(importanceColumn),
    }),
  ),
  unitMaps: nullOr(
    object({ epoch: isCount, columns: isCount, rows: isCount, layers: listOf(nullOr(floats)) }),
  ),
  evaluation: object({ training: nullOr(evaluation), validation: nullOr(evaluation) }),
  test: absentOr(nullOr(object({ samples: isCount, loss: isNumber, evaluation }))),
  history,
  instruments: absentOr(measurements),
  alarms: absentOr(listOf(alarm)),
  findings: listOf(object({ severity: isText, code: isText, message: isText, path: Array.isArray })),
  checkpoint: nullOr((value) => value instanceof Uint8Array),
});

const saved = object({
  overrides: object({
    learningRate: absentOr(isNumber),
    epochs: absentOr(isCount),
    batchSize: absentOr(nullOr(isCount)),
    seed: absentOr(isCount),
  }),
  image: nullOr(image),
});

const pastRun = object({
  record,
  source,
  training,
  shape: isText,
  curve: nullOr(history),
  stateBytes: isCount,
});
