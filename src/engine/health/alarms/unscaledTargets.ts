import type { Alarm } from '../alarm.js';
import type { HealthSpec, HealthSubject } from '../healthSubject.js';
import type { DataProfile } from '../profile/dataProfile.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

const certain = 1000;
const suspected = 10;

function sizeOf({ targets: { mean, spread } }: DataProfile): {
  readonly column: number;
  readonly size: number;
} {
  let [column, size] = [0, 0];
  mean.forEach((value, c) => {
    const root = Math.hypot(value, spread[c]);
    if (root > size) [column, size] = [c, root];
  });
  return { column, size };
}

/** Reports regression targets so large that no usual rate reaches them. */
export function unscaledTargetsOfData({ layers }: HealthSpec, data: DataProfile): Alarm | null {
  const isLinear = layers.length === 1;
  return data.task === 'regression' && !isLinear && sizeOf(data).size >= certain ? found(data, null) : null;
}

/** Reports regression targets far from unit scale where the run is poor. */
export function unscaledTargets(subject: HealthSubject): Alarm | null {
  const { data, outcome } = subject;
  if (data.task !== 'regression' || sizeOf(data).size < suspected) return null;
  const { left, reachable, done, history } = standingOf(subject);
  const failed = outcome?.kind === 'failed';
  const isPoor = failed || (done > 0.3 && left !== null && left > 0.3 + 0.7 * reachable);
  return isPoor ? found(data, failed ? outcome.failure.epoch : history.epochs) : null;
}

function found(data: DataProfile, epoch: number | null): Alarm {
  const { column, size } = sizeOf(data);
  return alarm('unscaled-targets', {
    epoch,
    cause: { part: 'targets' },
    evidence: { column, mean: data.targets.mean[column], spread: data.targets.spread[column], size },
    remedies: [{ change: 'normalizeTargets', value: 'standardize' }],
  });
}
