import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { holds, since } from '../latest.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

const share = 0.5;

/** Reports a hidden layer most of whose units stay at the ends of their range. */
export function saturatedUnits(subject: HealthSubject): Alarm | null {
  const { spec } = subject;
  const { left, reachable } = standingOf(subject);
  const isPoor = left === null || left > 0.2 + 0.8 * reachable;
  const index = spec.layers.findIndex((_, i) =>
    holds(subject, 2, i, ({ saturatedShare }) => saturatedShare > share),
  );
  if (index < 0 || !isPoor) return null;
  const layer = index + 1;
  return alarm('saturated-units', {
    epoch: since(subject, ({ layers }) => layers[index].saturatedShare > share),
    layer,
    cause: { part: 'layer', layer },
    evidence: { share: subject.instruments.at(-1)?.layers[index].saturatedShare },
    remedies: [{ change: 'defaultInit', layer }],
  });
}
