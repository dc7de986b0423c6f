import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { holds, since } from '../latest.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The share of a layer's units from which the rest is too few to learn with, and the number of measurements in a row. */
const share = 0.4;
const measurements = 3;

/** Reports a layer many of whose units stay at the ends of their range while the run is poor. */
export function saturatedUnits(subject: HealthSubject): Alarm | null {
  const { spec, instruments } = subject;
  if (!standingOf(subject).isPoor) return null;
  const index = spec.layers.findIndex((_, i) =>
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
