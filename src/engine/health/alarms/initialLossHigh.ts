import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The first loss as a multiple of that of a network that knows nothing. */
const high = 5;

/** Reports a first loss far above that of a network that knows nothing. */
export function initialLossHigh(subject: HealthSubject): Alarm | null {
  const { data, spec } = subject;
  const { start } = standingOf(subject);
  if (start === null || data.constantLoss === null || data.neutralLoss === null) return null;
  const usual = Math.max(data.constantLoss, data.neutralLoss, data.task === 'regression' ? 1 : 0);
  const layer = spec.layers.length;
  if (start < high * usual) return null;
  return alarm('initial-loss-high', {
    epoch: 0,
    layer,
    cause: { part: 'layer', layer },
    evidence: { loss: start, usual },
    remedies: [{ change: 'defaultInit', layer }],
  });
}
