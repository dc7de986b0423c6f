import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The validation loss as a multiple of its lowest, and its rise as a part of the loss of a constant output. */
const risen = { times: 1.4, part: 0.25 };
/** The training loss over that of a constant output, where the validation loss is worse than that. */
const memorized = 0.3;
/** The fewest epochs since the lowest, and the share of the run so far. */
const since = { epochs: 15, share: 0.4 };

/** Reports a validation loss that has risen for long while the training loss fell. */
export function overfitting(subject: HealthSubject): Alarm | null {
  const { history } = standingOf(subject);
  const { outcome, data, spec } = subject;
  // While early stopping waits, and where it has restored the best epoch, the remedy is in place.
  if (spec.training.earlyStopping && outcome?.kind !== 'completed') return null;
  const lowest = history.lowest('validationLoss');
  const [validation, training] = [history.level(0.8, 1, 'validationLoss'), history.level(0.8, 1)];
  if (!lowest || validation === null || training === null || data.constantLoss === null) return null;
  const best = lowest.validationLoss ?? 0;
  const ago = history.epochs - lowest.epoch;
  if (ago < Math.max(since.epochs, since.share * history.epochs)) return null;
  const part = (validation - best) / data.constantLoss;
  const hasRisen = validation >= risen.times * best && part >= risen.part;
  const isMemorized =
    validation > data.constantLoss && training < memorized * data.constantLoss && part >= risen.part;
  if (!hasRisen && !isMemorized) return null;
  if (training >= lowest.loss) return null;
  return alarm('overfitting', {
    epoch: lowest.epoch,
    cause: { part: 'training' },
    evidence: {
      lowestValidationLoss: best,
      validationLoss: validation,
      lossThen: lowest.loss,
      loss: training,
      samples: data.rows,
    },
    remedies: [{ change: 'earlyStopping' }],
  });
}
