import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { lastOf } from '../latest.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';
import { rounded } from './diverging.js';

/** The run would need this many times its epochs. */
const times = 4;

/** Reports a loss that falls steadily but so slowly that many times the epochs would be needed. */
export function learningRateLow(subject: HealthSubject): Alarm | null {
  const { data, spec } = subject;
  const { history, left, reachable, done } = standingOf(subject);
  const [early, late] = [history.level(0.4, 0.6), history.level(0.8, 1)];
  const { constantLoss } = data;
  if (done < 0.5 || early === null || late === null || left === null || constantLoss === null) return null;
  const goal = Math.min(0.5, reachable) * constantLoss;
  const fall = (early - late) / (0.4 * history.epochs);
  if (late <= 2 * goal || fall <= 0) return null;
  const needed = (late - goal) / fall / Math.max(1, history.epochs);
  const sharpness = lastOf(subject, ({ sharpness: value }) => value);
  const { learningRate } = spec.training.optimizer;
  const product = sharpness === null ? null : sharpness * learningRate;
  if (needed < times || left < 0.6 || (product !== null && product > 0.2)) return null;
  return alarm('learning-rate-low', {
    epoch: history.epochs,
    cause: { part: 'learningRate' },
    evidence: {
      learningRate,
      timesEpochs: needed,
      loss: late,
      rateTimesSharpness: product,
      updateRatio: lastOf(subject, ({ layers }) => layers[0].updateRatio),
    },
    remedies: [
      {
        change: 'learningRate',
        value: rounded(
          sharpness !== null && sharpness > 0 && spec.training.optimizer.type === 'sgd'
            ? 1 / sharpness
            : 10 * learningRate,
        ),
      },
    ],
  });
}
