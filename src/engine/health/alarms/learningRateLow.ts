import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { lastOf } from '../latest.js';
import { alarm } from '../rule.js';
import { standingOf, type Standing } from '../standing.js';
import { rounded } from './diverging.js';

/** The run would need this many times its epochs. */
const times = 4;
/** The loss over that of a constant output above which a slow fall is held against the rate. */
const high = 0.5;
/** η·λmax of plain gradient descent above which it is not the rate that is slow: a tenth of the limit. */
const brisk = 0.2;
/** The sum of all relative updates of a run below which nothing can be learned. */
const still = 0.02;

/** Reports a loss that falls steadily but so slowly that many times the epochs would be needed. */
export function learningRateLow(subject: HealthSubject): Alarm | null {
  const standing = standingOf(subject);
  const { training } = subject.spec;
  if (standing.left === null || standing.left < high || training.optimizer.type === 'perceptron') return null;
  const moved = movementOf(subject);
  const isStill = moved !== null && moved < still && standing.history.epochs >= 3;
  const needed = standing.done >= 0.8 ? timesNeeded(subject, standing) : null;
  if (!isStill && (needed === null || needed < times || isBrisk(subject))) return null;
  return found(subject, standing, needed, moved);
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
  const [early, late] = [history.level(0.4, 0.6), history.level(0.8, 1)];
  if (early === null || late === null || data.constantLoss === null || history.epochs < 5) return null;
  const goal = (0.1 + 0.9 * Math.min(0.5, reachable)) * data.constantLoss;
  const fall = (early - late) / 0.4;
  return fall > 0 ? (late - goal) / fall : null;
}

function isBrisk(subject: HealthSubject): boolean {
  const { optimizer } = subject.spec.training;
  const sharpness = lastOf(subject, ({ sharpness: value }) => value);
  const rate = lastOf(subject, ({ learningRate }) => learningRate) ?? optimizer.learningRate;
  const momentum = 'momentum' in optimizer ? optimizer.momentum : 0;
  return optimizer.type === 'sgd' && sharpness !== null && (rate * sharpness) / (1 - momentum) > brisk;
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
