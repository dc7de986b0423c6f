import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { holds, since } from '../latest.js';
import { alarm } from '../rule.js';

const share = 0.5;

/** Reports a layer most of whose units output 0 for every sample. */
export function deadUnits(subject: HealthSubject): Alarm | null {
  const { spec } = subject;
  const index = spec.layers.findIndex((_, i) => holds(subject, 2, i, ({ deadShare }) => deadShare > share));
  if (index < 0) return null;
  const layer = index + 1;
  return alarm('dead-units', {
    epoch: since(subject, ({ layers }) => layers[index].deadShare > share),
    layer,
    cause: { part: 'layer', layer },
    evidence: { share: subject.instruments.at(-1)?.layers[index].deadShare },
    remedies: [{ change: 'activation', layer, value: 'leakyRelu' }],
  });
}
