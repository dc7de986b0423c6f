import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The validation loss over its lowest, and the share of the run since then. */
const risen = 1.3;
const since = 0.4;

/** Reports a validation loss that has risen for long while the training loss fell. */
export function overfitting(subject: HealthSubject): Alarm | null {
  const { history } = standingOf(subject);
  const { outcome } = subject;
  if (outcome?.kind === 'stoppedEarly' && outcome.restored) return null;
  const lowest = history.points.reduce<(typeof history.points)[number] | null>(
    (best, point) => ((point.validationLoss ?? Infinity) < (best?.validationLoss ?? Infinity) ? point : best),
    null,
  );
  const [validation, training] = [history.level(0.8, 1, 'validationLoss'), history.level(0.8, 1)];
  if (!lowest?.validationLoss || validation === null || training === null || history.epochs < 20) return null;
  const isLong = lowest.epoch <= (1 - since) * history.epochs;
  if (!isLong || validation < risen * lowest.validationLoss || training >= lowest.loss) return null;
  return alarm('overfitting', {
    epoch: lowest.epoch,
    cause: { part: 'training' },
    evidence: {
      bestEpoch: lowest.epoch,
      lowestValidationLoss: lowest.validationLoss,
      validationLoss: validation,
      loss: training,
    },
    remedies: [{ change: 'earlyStopping' }],
  });
}
