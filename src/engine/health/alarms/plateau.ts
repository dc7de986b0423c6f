import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The fewest epochs. The run has to be over, because a network may leave a plateau late. */
const fewest = 10;
/** The least fall of the median loss from the middle of the run to its end. */
const fall = 0.02;

/** Reports a loss that has not fallen for half of the run although it is far above what the neighbors of a sample tell. */
export function plateau(subject: HealthSubject): Alarm | null {
  const standing = standingOf(subject);
  const { history, left, reachable, level, isPoor } = standing;
  const [early, late] = [history.level(0.4, 0.6), history.level(0.8, 1)];
  const { optimizer } = subject.spec.training;
  if (standing.done < 1 || history.epochs < fewest || early === null || late === null || left === null)
    return null;
  if (!isPoor || late < (1 - fall) * early || optimizer.type === 'perceptron') return null;
  return alarm('plateau', {
    epoch: Math.round(history.epochs / 2),
    cause: { part: 'training' },
    evidence: { loss: level, constantLoss: subject.data.constantLoss, reachable, epochs: history.epochs },
  });
}
