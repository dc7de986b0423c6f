import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';

/** Reports a number that is not finite before any update, for which the learning rate is not to blame. */
export function notANumber({ outcome, spec }: HealthSubject): Alarm | null {
  if (outcome?.kind !== 'failed' || outcome.failure.updates > 0) return null;
  const { epoch, batch, layer, quantity, value } = outcome.failure;
  const at = layer ?? spec.layers.length;
  return alarm('not-a-number', {
    epoch,
    layer,
    cause: at === 0 ? { part: 'data' } : { part: 'layer', layer: at },
    evidence: { batch, quantity, value: String(value) },
  });
}
