import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The gradient's norm over that of the last layer; in six usual layers it falls to a hundredth at the most. */
const starved = 1e-3;
/** The loss over that of a constant output: a network that trains in spite of it has learned something by now. */
const learnedNothing = 0.8;

/** Reports gradients that fall by orders of magnitude towards the input, where the run has learned next to nothing. */
export function vanishingGradient(subject: HealthSubject): Alarm | null {
  const { instruments, spec } = subject;
  const { isPoor, left, done } = standingOf(subject);
  const start = instruments.at(0);
  if (!start || spec.layers.length < 2 || done < 1 || !isPoor || left === null || left < learnedNothing)
    return null;
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
    evidence: {
      gradientNorm: start.layers[index].gradientNorm,
      firstGradientNorm: start.layers[0].gradientNorm,
      lastGradientNorm: last,
      activation: spec.layers[index].activation,
      layers: spec.layers.length,
    },
    remedies: [
      { change: 'defaultInit', layer },
      { change: 'activation', layer, value: 'relu' },
    ],
  });
}
