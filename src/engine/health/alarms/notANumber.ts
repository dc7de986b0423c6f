import type { Alarm } from '../alarm.js';
import type { HealthSpec, HealthSubject } from '../healthSubject.js';
import type { Failure } from '../../model/metrics.js';
import { fusedLoss } from '../../model/losses.js';
import { alarm } from '../rule.js';

/** Reports a number that is not finite and that the learning rate is not to blame for. */
export function notANumber({ outcome, spec }: HealthSubject): Alarm | null {
  if (outcome?.kind !== 'failed') return null;
  const { failure } = outcome;
  if (failure.updates > 0 && !isOfFormula(spec, failure)) return null;
  const { epoch, batch, layer, quantity, value, updates, witness } = failure;
  const at = layer ?? spec.layers.length;
  return alarm('not-a-number', {
    epoch,
    layer,
    cause: at === 0 ? { part: 'data' } : { part: 'layer', layer: at },
    evidence: {
      batch, quantity, value: String(value), updates, sample: witness?.sample, unit: witness?.unit, input: witness?.input.value,
      output: witness?.output, target: witness?.target,
    }, // prettier-ignore
  });
}

/** Returns whether a formula is not defined where it was evaluated, such as the logarithm of an output that may be 0. */
export function isOfFormula(
  { layers, loss, functions }: HealthSpec,
  { layer, quantity, value }: Failure,
): boolean {
  if (quantity === 'loss')
    return typeof loss === 'string'
      ? hasLogarithm(loss) && !fusedLoss(layers[layers.length - 1].activation, loss)
      : Number.isNaN(value);
  const isCustom = layer !== null && layer > 0 && Object.hasOwn(functions, layers[layer - 1].activation);
  return isCustom && Number.isNaN(value) && (quantity === 'output' || quantity === 'gradient');
}

const hasLogarithm = (loss: string): boolean => loss === 'crossEntropy' || loss === 'binaryCrossEntropy';
