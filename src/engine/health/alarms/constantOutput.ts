import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { isPenalizedAway } from './deadUnits.js';
import { standingOf } from '../standing.js';

/** The spread of every output over that of its target. Outputs that follow the inputs at all reach ten times as much. */
const flat = 0.02;

/** Reports a network that outputs the same for every sample at the end of the run. */
export function constantOutput(subject: HealthSubject): Alarm | null {
  const { data, instruments, spec } = subject;
  const { done, history, isPoor } = standingOf(subject);
  const last = instruments.slice(-3);
  const isConstantRight = !data.targets.spread.some((spread) => spread > 0);
  if (done < 1 || last.length < 3 || isConstantRight || !isPoor) return null;
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
      outputSpread: Math.max(...last[2].outputSpread),
      targetSpread: Math.max(...data.targets.spread),
      l2: isPenalizedAway(subject) ? spec.training.regularization.l2 : 0,
    },
  });
}
