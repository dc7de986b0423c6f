import type { LossName } from '../../model/spec.js';
import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';
import { inputSize } from './explodingGradient.js';

/** How large the outputs' error is at the start, as a multiple of that of a network that knows nothing. */
const high = 8;

/** The losses that grow with the error, or with the logit of a wrong class; the others grow as its square. */
const linearLosses: readonly LossName[] = [
  'meanAbsoluteError',
  'huber',
  'crossEntropy',
  'binaryCrossEntropy',
];

/**
 * Reports a first loss far above that of a network that knows nothing. Outputs of the default initializers are about as
 * large as the inputs, which costs up to five times as much.
 */
export function initialLossHigh(subject: HealthSubject): Alarm | null {
  const { data, spec } = subject;
  const { start } = standingOf(subject);
  if (start === null || Number.isNaN(start) || data.constantLoss === null || data.neutralLoss === null)
    return null;
  const isLinear = typeof spec.loss === 'string' && linearLosses.includes(spec.loss);
  const usual = Math.max(
    data.constantLoss,
    data.neutralLoss,
    data.task === 'regression' ? unitLoss(subject) : 0,
  );
  const times = high * inputSize(subject);
  if (start < usual * (isLinear ? times : times ** 2)) return null;
  const layer = spec.layers.length;
  return alarm('initial-loss-high', {
    epoch: 0,
    layer,
    cause: { part: 'layer', layer },
    evidence: { loss: start, usual },
    remedies: [{ change: 'defaultInit', layer }],
  });
}

/** Returns the loss of an error of 1 in every output, about. */
const unitLoss = ({ spec, data }: HealthSubject): number =>
  spec.training.reduction === 'sum' ? data.rows : 1;
