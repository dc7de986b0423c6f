import type { NetworkConfig } from '../config/spec.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { FailedOperation, Failure } from '../engine/model/metrics.js';
import type { Precision } from '../engine/model/spec.js';
import { evaluate, type Formula } from '../engine/trace/formula.js';
import { textOf } from '../engine/trace/formulaText.js';
import { findNonFinite, nonFinitePart } from '../engine/trace/nonFinite.js';
import type { Quantity } from '../engine/trace/stepPlace.js';
import type { Step, Trace } from '../engine/trace/trace.js';
import type { TrainingState } from '../engine/training/state.js';
import { canFollow, firstPass, type PassStart } from './firstPass.js';
import { tracePass } from './tracePass.js';

/** The quantities of a whole mini-batch; all others are of one sample. */
const ofBatch: readonly Quantity[] = [
  'total', 'penalty', 'objective', 'dE_dw', 'dE_db', 'dR_dw', 'gradient', 'squares', 'norm', 'clip',
]; // prettier-ignore

const digits = 4;
/** The most terms of a sum in a formula; longer sums are shortened. */
const mostTerms = 4;

/** The state in which numbers were not finite, and its data. */
export interface FailedState {
  readonly config: NetworkConfig;
  readonly dataset: Dataset;
  readonly state: TrainingState;
  /** Whether the state was evaluated, without dropout, rather than trained with its next mini-batch. */
  readonly isEvaluated: boolean;
}

/** Whether a run failed when its last state was evaluated at the end of an epoch. */
export const failedInEvaluation = ({ batch }: Failure, state: TrainingState): boolean => batch <= state.batch;

/** Returns the failure with the operation that computed the value, as far as that can be found. */
export function* withOperation(failure: Failure, failed: FailedState): Generator<undefined, Failure> {
  const operation = yield* failedOperation(failure, failed);
  return operation ? { ...failure, operation } : failure;
}

/** Computes the failed pass again, in float64 and step by step, up to the first value that is not finite. */
function* failedOperation(
  failure: Failure,
  failed: FailedState,
): Generator<undefined, FailedOperation | null> {
  const { state, dataset, config, isEvaluated } = failed;
  const isValidation = failure.witness?.isValidation ?? false;
  const start = failedPass(failure, {
    ...failed,
    dataset: isValidation && dataset.validation ? { ...dataset, training: dataset.validation } : dataset,
    state: isEvaluated ? withoutDropout(state) : state,
  });
  if (!start) return null;
  const { precision } = config.training;
  const trace = traceOf(start, failure);
  const index = yield* findNonFinite(trace, failure, precision);
  if (index === null) return null;
  const canDrop = state.network.layers.some(({ dropout }) => dropout > 0);
  const isOther = isValidation || (isEvaluated && canDrop);
  const pass = isOther ? null : start.sample === null ? 'batch' : 'sample';
  return { ...describe(trace, trace.step(index), precision), isValidation, pass };
}

/**
 * Returns where to begin so that the first pass is the failed one: with the mini-batch, or with the sample alone where the
 * evaluation failed or the mini-batch is too large to follow. Returns null where neither is known.
 */
function failedPass(failure: Failure, { isEvaluated, ...start }: FailedState): PassStart | null {
  const { rows } = start.dataset.training.inputs;
  const isWhole = !isEvaluated && canFollow(start.config, rows);
  const sample = failure.witness?.sample ?? null;
  if (!isWhole && (sample === null || sample >= rows)) return null;
  return { ...start, sample: isWhole ? null : sample };
}

function withoutDropout(state: TrainingState): TrainingState {
  const layers = state.network.layers.map((layer) => ({ ...layer, dropout: 0 }));
  return { ...state, network: { ...state.network, layers } };
}

function traceOf(start: PassStart, { witness }: Failure): Trace {
  const { pass, training, names } = firstPass(start);
  const whole = tracePass(pass, training, names);
  const sample = witness ? whole.source.rows.indexOf(witness.sample) : -1;
  return sample > 0 ? tracePass(pass, training, names, sample) : whole;
}

function describe(
  trace: Trace,
  { quantity, layer, unit, part, phase, notation, formula }: Step,
  precision: Precision,
): Omit<FailedOperation, 'isValidation' | 'pass'> {
  const failed = nonFinitePart(formula, precision) ?? formula;
  const text = (of: Formula, substituted: boolean) => textOf(of, { substituted, digits, mostTerms });
  const { rows, sample } = trace.source;
  const isOfBatch = phase === 'update' || ofBatch.includes(quantity);
  return {
    place: { quantity, layer, unit, part },
    equation: `${notation.text} = ${text(formula, false)}`,
    part: failed === formula ? null : text(failed, false),
    numbers: text(failed, true),
    value: evaluate(failed),
    sample: isOfBatch ? null : rows[sample],
  };
}
