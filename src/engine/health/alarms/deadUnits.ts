import type { Alarm, AlarmRemedy } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { holds, since } from '../latest.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';
import { rounded } from './diverging.js';

/** The share of a layer's units from which the rest is too few to learn with, and the number of measurements in a row. */
const share = 0.4;
const measurements = 3;

/** Reports a layer many of whose units output 0 for every sample while the run is poor. */
export function deadUnits(subject: HealthSubject): Alarm | null {
  const { spec, instruments } = subject;
  const { isPoor } = standingOf(subject);
  // A layer that is wholly dead gets no gradient and gives none, so it cannot recover.
  const least = isPoor ? share : 0.999;
  const index = spec.layers.findIndex((_, i) =>
    holds(subject, measurements, i, ({ deadShare }) => deadShare > least),
  );
  if (index < 0 || isPenalizedAway(subject)) return null;
  const layer = index + 1;
  const epoch = since(subject, ({ layers }) => layers[index].deadShare > share);
  return alarm('dead-units', {
    epoch,
    layer,
    cause: { part: 'layer', layer },
    evidence: {
      share: instruments.at(-1)?.layers[index].deadShare,
      units: spec.layers[index].units,
      activation: spec.layers[index].activation,
      learningRate: spec.training.optimizer.learningRate,
    },
    remedies: remediesOf(subject, layer, epoch === 0),
  });
}

/** The norm of the weights at the end over that at the start below which a penalty has removed them. */
const removed = 0.1;

/** Returns whether a penalty has driven the weights of all layers towards 0. */
export function isPenalizedAway({ instruments, spec: { training } }: HealthSubject): boolean {
  const { regularization, optimizer } = training;
  const decay = 'weightDecay' in optimizer ? optimizer.weightDecay : 0;
  if (regularization.l1 === 0 && regularization.l2 === 0 && decay === 0) return false;
  const [first, last] = [instruments.at(0), instruments.at(-1)];
  if (!first || !last || first === last) return false;
  return last.layers.some(({ weightNorm }, i) => weightNorm < removed * first.layers[i].weightNorm);
}

function remediesOf({ spec }: HealthSubject, layer: number, fromStart: boolean): AlarmRemedy[] {
  const activation: AlarmRemedy = { change: 'activation', layer, value: 'leakyRelu' };
  if (fromStart) return [{ change: 'defaultInit', layer }, activation];
  return [{ change: 'learningRate', value: rounded(spec.training.optimizer.learningRate / 10) }, activation];
}
