import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { holds, since } from '../latest.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The share of a layer's units from which the rest is too few to learn with, and the number of measurements in a row. */
const share = 0.4;
const measurements = 3;

/** The share at the start that no default initializer comes near, so that the initial weights or biases are to blame. */
const shareAtStart = 0.5;

/** Reports a layer many of whose units stay at the ends of their range while the run is poor, or have done so from the start. */
export function saturatedUnits(subject: HealthSubject): Alarm | null {
  const { spec, instruments } = subject;
  const { isPoor } = standingOf(subject);
  const index = spec.layers.findIndex(
    (_, i) =>
      (isPoor || startsSaturated(subject, i)) &&
      holds(subject, measurements, i, ({ saturatedShare }) => saturatedShare > share),
  );
  if (index < 0) return null;
  const layer = index + 1;
  return alarm('saturated-units', {
    epoch: since(subject, ({ layers }) => layers[index].saturatedShare > share),
    layer,
    cause: { part: 'layer', layer },
    evidence: {
      share: instruments.at(-1)?.layers[index].saturatedShare,
      units: spec.layers[index].units,
      activation: spec.layers[index].activation,
    },
    remedies: [{ change: 'defaultInit', layer }],
  });
}

/** Returns whether many units of a hidden layer are saturated at the start. Outputs may well be sure of all samples. */
function startsSaturated({ spec, instruments }: HealthSubject, index: number): boolean {
  const start = instruments.at(0);
  const isHidden = index < spec.layers.length - 1;
  return isHidden && start?.epoch === 0 && start.layers[index].saturatedShare > shareAtStart;
}
