import type { TrainingSpec } from '../model/spec.js';
import type { Floats } from '../model/network.js';
import { clippingScale, updateOf } from '../training/optimizers.js';
import type { GradientProbe } from './gradientProbe.js';
import { dot, norm } from './vectors.js';

/** The optimizer and its state. */
export interface NextUpdate {
  readonly training: TrainingSpec;
  /** The optimizer's slots of each trained tensor, in the order of the probe's parts. */
  readonly slots: readonly (readonly Floats[])[];
  /** The number of the update, from 1. */
  readonly step: number;
  readonly learningRate: number;
}

/**
 * Returns for each layer the norm of the change of its weights over their norm, for the update along a gradient of the
 * mean loss; null where the weights are all zero or not trained. It writes the penalty into the gradient.
 */
export function updateRatios(
  probe: GradientProbe,
  gradient: Float64Array,
  { training, slots, step, learningRate }: NextUpdate,
): (number | null)[] {
  addPenalty(probe, gradient, training.regularization);
  const { clipGradientNorm: clip, optimizer } = training;
  const gradientScale = clip === null ? 1 : clippingScale(clip, dot(gradient, gradient));
  const update = updateOf({ optimizer, precision: 'float64' });
  const ratios: (number | null)[] = probe.pass.layers.map(() => null);
  for (const [tensor, { layer, name, from, to }] of probe.parts.entries()) {
    if (name !== 'weights') continue;
    const values = probe.parameters.subarray(from, to);
    const after = new Float64Array(values.length);
    const written = slots[tensor].map(() => new Float64Array(values.length));
    update(
      { values, slots: slots[tensor] },
      { values: after, slots: written },
      gradient.subarray(from, to),
      0,
      values.length,
      { count: step, learningRate, gradientScale },
    );
    for (let i = 0; i < after.length; i++) after[i] -= values[i];
    const size = norm(values);
    ratios[layer] = size > 0 ? norm(after) / size : null;
  }
  return ratios;
}

function addPenalty(
  { parts, parameters }: GradientProbe,
  gradient: Float64Array,
  { l1, l2 }: TrainingSpec['regularization'],
): void {
  for (const { name, from, to } of parts) {
    if (name !== 'weights') continue;
    for (let i = from; i < to; i++) gradient[i] += l1 * Math.sign(parameters[i]) + l2 * parameters[i];
  }
}
