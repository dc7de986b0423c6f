import type { Alarm, AlarmRemedy } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { lastOf } from '../latest.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The loss has left its lowest value by this factor and is above that of a constant output by `worse`. */
const risen = 2;
const worse = 1.2;
/** The fewest epochs: a loss may rise for a moment. */
const fewest = 5;

/** Reports a loss that grows without bound: the run ended with a number that is not finite after updates, or the loss stays far above its lowest. */
export function diverging(subject: HealthSubject): Alarm | null {
  const { outcome, data } = subject;
  if (outcome?.kind === 'failed') {
    const { updates, epoch } = outcome.failure;
    return updates > 0 ? found(subject, epoch) : null;
  }
  const { level, best, history, start } = standingOf(subject);
  if (level === null || best === null || data.constantLoss === null || history.epochs < fewest) return null;
  const lowest = Math.min(best, start ?? Infinity);
  if (level < risen * lowest || level < worse * data.constantLoss) return null;
  const began = history.points.find(({ epoch, loss }) => epoch > 0 && loss > risen * lowest);
  return found(subject, began?.epoch ?? history.epochs);
}

function found(subject: HealthSubject, epoch: number): Alarm {
  const { start, best, level } = standingOf(subject);
  const sharpness = lastOf(subject, ({ sharpness: value }) => value);
  const { learningRate } = subject.spec.training.optimizer;
  return alarm('diverging', {
    epoch,
    cause: { part: 'learningRate' },
    evidence: {
      learningRate, sharpness, rateTimesSharpness: sharpness === null ? null : sharpness * learningRate,
      startLoss: start, lowestLoss: best, loss: level,
    }, // prettier-ignore
    remedies: remediesOf(subject, sharpness),
  });
}

function remediesOf({ spec: { training } }: HealthSubject, sharpness: number | null): AlarmRemedy[] {
  const { type, learningRate } = training.optimizer;
  const stable = type === 'sgd' && sharpness !== null && sharpness > 0 ? 1 / sharpness : Infinity;
  const value = rounded(Math.min(stable, learningRate / 10));
  const clip: AlarmRemedy = { change: 'clipGradientNorm', value: 1 };
  return [{ change: 'learningRate', value }, ...(training.clipGradientNorm === null ? [clip] : [])];
}

/** Returns the power of ten, or three times one, that is not above a number. */
export function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Number((value >= 3 * power ? 3 * power : power).toPrecision(1));
}
