import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

const starved = 1e-3;

/** Reports gradients that fall by orders of magnitude towards the input, where the run has learned little. */
export function vanishingGradient(subject: HealthSubject): Alarm | null {
  const { instruments, spec } = subject;
  const { left, done } = standingOf(subject);
  const start = instruments.at(0);
  if (!start || spec.layers.length < 3 || done < 0.3 || left === null || left < 0.8) return null;
  const last = start.layers[start.layers.length - 1].gradientNorm;
  const index = start.layers.findLastIndex(
    ({ gradientNorm }, i) => spec.layers[i].weightsTrainable && gradientNorm < starved * last,
  );
  if (index < 0) return null;
  const layer = index + 1;
  return alarm('vanishing-gradient', {
    epoch: start.epoch,
    layer,
    cause: { part: 'layer', layer },
    evidence: { gradientNorm: start.layers[index].gradientNorm, lastGradientNorm: last },
    remedies: [{ change: 'activation', layer, value: 'relu' }],
  });
}
