import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { lastOf } from '../latest.js';
import { alarm } from '../rule.js';
import { standingOf, type Standing } from '../standing.js';
import { rounded } from './diverging.js';

/** The run would need this many times its epochs. */
const times = 4;
/** The fall of the loss in the second half of the run over that in the first: 1 where it falls steadily. */
const steady = 0.4;
/** η·λmax of plain gradient descent above which it is not the rate that is slow: a tenth of the limit. */
const brisk = 0.2;
/** The sum of all relative updates of a run: with the first, nothing can be learned; with the second, weights go far. */
const movement = { still: 0.02, far: 1 };

/** Reports a loss that falls steadily but so slowly that many times the epochs would be needed. */
export function learningRateLow(subject: HealthSubject): Alarm | null {
  const standing = standingOf(subject);
  const { history, done, left, isPoor } = standing;
  const { training } = subject.spec;
  if (left === null || training.optimizer.type === 'perceptron' || isStuck(subject)) return null;
  const moved = movementOf(subject);
  const isStill = moved !== null && moved < movement.still && history.epochs >= 3 && left > 0.7;
  const needed = done >= 0.8 && isPoor ? timesNeeded(subject, standing) : null;
  const isSlow = needed !== null && needed >= times && !isBrisk(subject, moved);
  return isStill || isSlow ? found(subject, standing, needed, moved) : null;
}

/** Returns whether units or weights, rather than the rate, keep the gradient from moving anything. */
function isStuck({ instruments }: HealthSubject): boolean {
  const last = instruments.at(-1);
  if (!last) return true;
  return last.layers.some(
    ({ deadShare, saturatedShare, gradientNorm, updateRatio }) =>
      deadShare > 0.4 || saturatedShare > 0.4 || gradientNorm === 0 || updateRatio === 0,
  );
}

/** Returns by how much all updates of a run move the weights, as a multiple of their norm, if all were like the largest measured. */
function movementOf({ instruments, spec: { training }, data }: HealthSubject): number | null {
  const ratios = instruments.flatMap(({ layers }) => layers.flatMap(({ updateRatio }) => updateRatio ?? []));
  if (ratios.length === 0) return null;
  const batches = Math.ceil(data.rows / Math.min(data.rows, training.batchSize ?? data.rows));
  const momentum = 'momentum' in training.optimizer ? training.optimizer.momentum : 0;
  return (Math.max(...ratios) * batches * training.epochs) / (1 - momentum);
}

/** Returns how many times its epochs the run would need at its present pace; null where the loss does not fall steadily. */
function timesNeeded({ data }: HealthSubject, { history, reachable }: Standing): number | null {
  const [first, middle, last] = [history.level(0, 0.2), history.level(0.4, 0.6), history.level(0.8, 1)];
  if (first === null || middle === null || last === null || data.constantLoss === null) return null;
  const fall = middle - last;
  if (history.epochs < 5 || fall <= 0 || fall < steady * (first - middle)) return null;
  const goal = Math.max(0.1, reachable) * data.constantLoss;
  return ((last - goal) / fall) * 0.4;
}

/** Returns whether the rate is near its limit, or of an adaptive optimizer so high that the weights go far. */
function isBrisk(subject: HealthSubject, moved: number | null): boolean {
  const { optimizer } = subject.spec.training;
  if (optimizer.type !== 'sgd') return moved !== null && moved > movement.far;
  const sharpness = lastOf(subject, ({ sharpness: value }) => value);
  const rate = lastOf(subject, ({ learningRate }) => learningRate) ?? optimizer.learningRate;
  return sharpness !== null && (rate * sharpness) / (1 - optimizer.momentum) > brisk;
}

function found(
  subject: HealthSubject,
  { history, level }: Standing,
  needed: number | null,
  moved: number | null,
): Alarm {
  const { optimizer } = subject.spec.training;
  const sharpness = lastOf(subject, ({ sharpness: value }) => value);
  const { learningRate } = optimizer;
  return alarm('learning-rate-low', {
    epoch: history.epochs,
    cause: { part: 'learningRate' },
    evidence: {
      learningRate,
      loss: level,
      constantLoss: subject.data.constantLoss,
      timesEpochs: needed,
      movement: moved,
      rateTimesSharpness: optimizer.type === 'sgd' && sharpness !== null ? sharpness * learningRate : null,
    },
    remedies: [{ change: 'learningRate', value: higherRate(subject, sharpness) }],
  });
}

/** The rates that optimizers usually start with. */
const usual = 0.01;

/** Returns half the limit of plain gradient descent, or the usual rate of an adaptive optimizer; at least three times the present one. */
function higherRate({ spec: { training } }: HealthSubject, sharpness: number | null): number {
  const { optimizer } = training;
  const { type, learningRate } = optimizer;
  const momentum = 'momentum' in optimizer ? optimizer.momentum : 0;
  const found =
    type === 'sgd' && sharpness !== null && sharpness > 0 ? Math.min(1, (1 - momentum) / sharpness) : usual;
  return Math.max(rounded(found), rounded(4 * learningRate));
}
