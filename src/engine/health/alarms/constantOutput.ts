import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The spread of every output over that of its target. */
const flat = 0.01;

/** Reports a network that outputs the same for every sample after much of the run. */
export function constantOutput(subject: HealthSubject): Alarm | null {
  const { data, instruments, spec } = subject;
  const { done, history } = standingOf(subject);
  const last = instruments.slice(-2);
  if (done < 0.3 || last.length < 2 || !data.targets.spread.some((spread) => spread > 0)) return null;
  const isFlat = last.every(({ outputSpread }) =>
    outputSpread.every((spread, c) => spread <= flat * data.targets.spread[c]),
  );
  if (!isFlat) return null;
  const layer = spec.layers.length;
  return alarm('constant-output', {
    epoch: history.epochs,
    layer,
    cause: { part: 'layer', layer },
    evidence: {
      outputSpread: Math.max(...last[1].outputSpread),
      targetSpread: Math.max(...data.targets.spread),
    },
  });
}
