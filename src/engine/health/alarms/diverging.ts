import type { Alarm, AlarmRemedy } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';
import { isOfFormula } from './notANumber.js';

/** The loss as a multiple of its lowest value, and of that of a constant output. */
const risen = 1.5;
const worse = 1.2;
/**
 * The loss of a run that continues may rise for a moment. It is reported from this number of epochs, from this number of
 * measured points in their last fifth, and above this multiple of the loss at the start.
 */
const fewest = { epochs: 8, points: 3 };
const beyondStart = 3;

/**
 * Reports a loss that grows without bound: updates led to a number that is not finite, or the median loss of the last
 * fifth of the epochs is far above the lowest one and worse than knowing nothing.
 */
export function diverging(subject: HealthSubject): Alarm | null {
  const { outcome, data, spec } = subject;
  if (spec.training.optimizer.type === 'perceptron') return null;
  if (outcome?.kind === 'failed')
    return outcome.failure.updates > 0 && !isOfFormula(subject.spec, outcome.failure)
      ? found(subject, outcome.failure.epoch)
      : null;
  const { level, lowest, history, start, done } = standingOf(subject);
  if (level === null || lowest === null || data.constantLoss === null || !isLasting(subject)) return null;
  if (level < risen * lowest || level < worse * data.constantLoss) return null;
  const isOver = outcome !== null || done >= 0.8;
  const isLong = history.epochs >= fewest.epochs && history.between(0.8, 1).length >= fewest.points;
  if (!isOver && (!isLong || start === null || level < beyondStart * start)) return null;
  const began = history.points.find(({ epoch, loss }) => epoch > 0 && loss > risen * lowest);
  return found(subject, began?.epoch ?? history.epochs);
}

/** Returns whether the loss does not fall any more: the last fifth of the epochs is not better than the fifth before. */
function isLasting(subject: HealthSubject): boolean {
  const { history } = standingOf(subject);
  const [before, now] = [history.level(0.5, 0.8), history.level(0.8, 1)];
  return before !== null && now !== null && now > 0.9 * before;
}

function found(subject: HealthSubject, epoch: number): Alarm {
  const { start, lowest, level } = standingOf(subject);
  const { type, learningRate } = subject.spec.training.optimizer;
  const sharpness = firstSharpness(subject);
  const { outcome } = subject;
  return alarm('diverging', {
    epoch,
    cause: { part: 'learningRate' },
    evidence: {
      learningRate,
      sharpness,
      rateTimesSharpness: type === 'sgd' && sharpness !== null ? sharpness * learningRate : null,
      startLoss: start,
      lowestLoss: lowest,
      loss: outcome?.kind === 'failed' ? String(outcome.failure.value) : level,
    },
    remedies: remediesOf(subject, sharpness),
  });
}

/** Returns the sharpness where the run began: where it has diverged to, the loss has another one. */
const firstSharpness = ({ instruments }: HealthSubject): number | null =>
  instruments.find(({ sharpness }) => sharpness !== null && Number.isFinite(sharpness))?.sharpness ?? null;

function remediesOf({ spec: { training } }: HealthSubject, sharpness: number | null): AlarmRemedy[] {
  const clip: AlarmRemedy = { change: 'clipGradientNorm', value: 1 };
  const rate: AlarmRemedy = { change: 'learningRate', value: lowerRate(training, sharpness) };
  return training.clipGradientNorm === null ? [rate, clip] : [rate];
}

/** The rates that adaptive optimizers start with. Their steps do not depend on the scale of the gradient. */
const usualAdaptive = 0.01;

/** Returns a rate below the limit of 2/λmax, a third of the present one at the most. */
function lowerRate({ optimizer }: HealthSubject['spec']['training'], sharpness: number | null): number {
  const { type, learningRate } = optimizer;
  const momentum = 'momentum' in optimizer ? optimizer.momentum : 0;
  if (type !== 'sgd') return rounded(Math.min(usualAdaptive, learningRate / 10));
  const stable = sharpness !== null && sharpness > 0 ? (1 - momentum) / sharpness : Infinity;
  return rounded(Math.min(stable, learningRate / 10));
}

/** Returns the largest of 1, 3, 10, 30, … times any power of ten that is not above a number. */
export function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Number((value >= 3 * power ? 3 * power : power).toPrecision(1));
}
