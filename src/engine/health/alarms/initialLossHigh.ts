import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';
import { inputSize } from './explodingGradient.js';

/** How large the outputs' error is at the start, as a multiple of that of a network that knows nothing. */
const high = 6;

/**
 * Reports a first loss far above that of a network that knows nothing. Outputs of the default initializers are about as
 * large as the inputs, which costs up to three times as much.
 */
export function initialLossHigh(subject: HealthSubject): Alarm | null {
  const { data, spec } = subject;
  const { start } = standingOf(subject);
  if (start === null || data.constantLoss === null || data.neutralLoss === null) return null;
  const isSquare =
    data.task === 'regression' || spec.loss === 'meanSquaredError' || spec.loss === 'halfSquaredError';
  const usual = Math.max(data.constantLoss, data.neutralLoss, data.task === 'regression' ? 1 : 0);
  const times = high * inputSize(subject);
  if (start < usual * (isSquare ? times ** 2 : times)) return null;
  const layer = spec.layers.length;
  return alarm('initial-loss-high', {
    epoch: 0,
    layer,
    cause: { part: 'layer', layer },
    evidence: { loss: start, usual },
    remedies: [{ change: 'defaultInit', layer }],
  });
}
