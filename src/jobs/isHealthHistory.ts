import { alarmCodes } from '../engine/health/alarm.js';
import type { HealthHistory } from './healthMonitor.js';
import { isCount, isNumber, isObject, isText, listOf, nullOr, object, oneOf } from '../config/shape.js';

const layer = object({
  gradientNorm: isNumber,
  weightNorm: isNumber,
  updateRatio: nullOr(isNumber),
  deadShare: isNumber,
  saturatedShare: isNumber,
  activationMean: isNumber,
  activationSpread: isNumber,
});
const instruments = object({
  epoch: isCount,
  loss: isNumber,
  layers: listOf(layer),
  outputSpread: listOf(isNumber),
  predicted: nullOr(listOf(isNumber)),
  gradientSignal: nullOr(isNumber),
  sharpness: nullOr(isNumber),
  learningRate: isNumber,
});
const metrics = object({
  epoch: isCount,
  loss: isNumber,
  validationLoss: nullOr(isNumber),
  accuracy: nullOr(isNumber),
  validationAccuracy: nullOr(isNumber),
  learningRate: isNumber,
});
const alarm = object({
  code: oneOf(...alarmCodes),
  epoch: nullOr(isCount),
  layer: nullOr(isCount),
  cause: object({ part: isText }),
  evidence: isObject,
  remedies: listOf(object({ change: isText })),
});
const state = object({
  counters: isObject,
  shape: object({ layers: listOf(isObject) }),
  values: (value) => value instanceof Float32Array || value instanceof Float64Array,
  stopping: isObject,
});
const history = object({
  instruments: listOf(instruments),
  metrics: listOf(metrics),
  alarms: listOf(alarm),
  start: nullOr(state),
});

/** Returns whether a value from a checkpoint has the shape of a run's health. Checkpoints may be damaged. */
export function isHealthHistory(value: unknown): value is HealthHistory {
  return history(value);
}
