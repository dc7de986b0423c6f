import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';

/** The spread of a layer's outputs at the start, as a multiple of that of the layer before it, or of 1. */
const grown = 100;

/** Reports a network whose values grow by orders of magnitude from layer to layer at the start, and gradients with them. */
export function explodingGradient({ instruments, spec }: HealthSubject): Alarm | null {
  const start = instruments.at(0);
  if (!start || start.epoch > 0 || spec.layers.length < 2) return null;
  const index = start.layers.findIndex(({ activationSpread }) => !(activationSpread < grown));
  if (index < 0) return null;
  const first = start.layers[0].gradientNorm;
  const last = start.layers[start.layers.length - 1].gradientNorm;
  return alarm('exploding-gradient', {
    epoch: 0,
    layer: index + 1,
    cause: { part: 'layer', layer: index + 1 },
    evidence: {
      activationSpread: start.layers[index].activationSpread,
      gradientNorm: start.layers[index].gradientNorm,
      firstGradientNorm: first,
      lastGradientNorm: last,
    },
    remedies: [
      { change: 'defaultInit', layer: index + 1 },
      { change: 'clipGradientNorm', value: 1 },
    ],
  });
}
