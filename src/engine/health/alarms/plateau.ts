import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { lastOf } from '../latest.js';
import { alarm } from '../rule.js';
import { rounded } from './diverging.js';
import { standingOf } from '../standing.js';

/** The fewest epochs. The run has to be over, because a network may leave a plateau late. */
const fewest = 10;
/** The least fall of the median loss from the middle of the run to its end. */
const fall = 0.02;

/** The relative size of one update from which it leaps over what it is looking for. */
const leap = 0.1;

/** Reports a loss that has not fallen for half of the run although it is far above what the neighbors of a sample tell. */
export function plateau(subject: HealthSubject): Alarm | null {
  const standing = standingOf(subject);
  const { history, left, reachable, level, isPoor } = standing;
  const [early, late] = [history.level(0.4, 0.6), history.level(0.8, 1)];
  const { optimizer } = subject.spec.training;
  if (standing.done < 1 || history.epochs < fewest || early === null || late === null || left === null)
    return null;
  if (!isPoor || late < (1 - fall) * early || optimizer.type === 'perceptron') return null;
  const ratio = lastOf(subject, ({ layers }) =>
    Math.max(0, ...layers.map(({ updateRatio }) => updateRatio ?? 0)),
  );
  const { learningRate } = optimizer;
  const isLeaping = ratio !== null && ratio > leap;
  return alarm('plateau', {
    epoch: Math.round(history.epochs / 2),
    cause: { part: 'training' },
    evidence: {
      loss: level,
      constantLoss: subject.data.constantLoss,
      reachable,
      epochs: history.epochs,
      updateRatio: ratio,
    },
    remedies: isLeaping ? [{ change: 'learningRate', value: rounded(learningRate / 10) }] : [],
  });
}
