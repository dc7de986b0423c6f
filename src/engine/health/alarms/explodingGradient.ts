import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import type { Instruments } from '../instruments.js';
import { alarm } from '../rule.js';

/**
 * The growth of the outputs' spread from the inputs, or from 1, to a hidden layer or the last at the start. Default
 * initializers keep it within a factor of three in a layer and of ten in twenty layers.
 */
const grown = 50;

/** Reports a network whose outputs grow by orders of magnitude from layer to layer at the start, and gradients with them. */
export function explodingGradient(subject: HealthSubject): Alarm | null {
  const { instruments, spec } = subject;
  const start = instruments.at(0);
  if (!start || start.epoch > 0 || spec.layers.length < 2) return null;
  const limit = grown * inputSize(subject);
  const index = start.layers.findIndex(({ activationSpread }) => activationSpread >= limit);
  if (index < 0) return null;
  const layer = culprit(start, index) + 1;
  return alarm('exploding-gradient', {
    epoch: 0,
    layer,
    cause: { part: 'layer', layer },
    evidence: {
      activationSpread: start.layers[index].activationSpread,
      firstGradientNorm: start.layers[0].gradientNorm,
      lastGradientNorm: start.layers[start.layers.length - 1].gradientNorm,
    },
    remedies: [
      { change: 'defaultInit', layer },
      { change: 'clipGradientNorm', value: 1 },
    ],
  });
}

/** Returns the size of the inputs, at least 1. */
export function inputSize({ data: { inputs } }: HealthSubject): number {
  const sum = inputs.mean.reduce((total, mean, c) => total + mean * mean + inputs.spread[c] ** 2, 0);
  return Math.max(1, Math.sqrt(sum / Math.max(1, inputs.mean.length)));
}

/** Returns the layer, up to one, in which the spread grows most. */
function culprit({ layers }: Instruments, last: number): number {
  let [found, most] = [last, 0];
  for (let i = 0; i <= last; i++) {
    const growth = layers[i].activationSpread / (i > 0 ? layers[i - 1].activationSpread : 1);
    if (growth > most) [found, most] = [i, growth];
  }
  return found;
}
