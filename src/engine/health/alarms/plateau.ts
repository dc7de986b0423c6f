import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** Reports a loss that has not fallen for half of the run although it is far above what the data allow. */
export function plateau(subject: HealthSubject): Alarm | null {
  const { history, left, reachable, done, level } = standingOf(subject);
  const [early, late] = [history.level(0.4, 0.6), history.level(0.8, 1)];
  if (done < 0.5 || history.epochs < 20 || early === null || late === null || left === null) return null;
  if (late < 0.99 * early || left < 0.3 + 2 * reachable) return null;
  return alarm('plateau', {
    epoch: Math.round(history.epochs / 2),
    cause: { part: 'training' },
    evidence: { loss: level, constantLoss: subject.data.constantLoss, reachable, epochs: history.epochs },
  });
}
