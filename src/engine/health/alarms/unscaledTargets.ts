import type { Alarm } from '../alarm.js';
import type { HealthSpec, HealthSubject } from '../healthSubject.js';
import type { DataScan } from '../profile/dataProfile.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The size (root mean square) of targets that networks with hidden layers do not reach with usual rates and epochs. */
const certain = 300;
/** The sizes outside of which the targets are the cause where the run is poor. */
const suspected = { large: 10, small: 0.02 };

function largest({ targets: { mean, spread } }: DataScan): {
  readonly column: number;
  readonly size: number;
} {
  let [column, size] = [0, 0];
  mean.forEach((value, c) => {
    const own = Math.hypot(value, spread[c]);
    if (own > size) [column, size] = [c, own];
  });
  return { column, size };
}

/** Reports regression targets that are certainly too large. A linear network only scales its weights with them. */
export function unscaledTargetsOfData({ layers }: HealthSpec, data: DataScan): Alarm | null {
  if (data.task !== 'regression' || layers.length === 1) return null;
  return largest(data).size >= certain ? found(data, null) : null;
}

/** Reports regression targets far from unit scale where the run is poor. */
export function unscaledTargets(subject: HealthSubject): Alarm | null {
  const { data, outcome } = subject;
  const { size } = largest(data);
  const isUsual = size > suspected.small && size < suspected.large;
  if (data.task !== 'regression' || isUsual || size === 0) return null;
  if (outcome?.kind === 'failed') return size >= suspected.large ? found(data, outcome.failure.epoch) : null;
  const { isPoor, history } = standingOf(subject);
  return isPoor ? found(data, history.epochs) : null;
}

function found(data: DataScan, epoch: number | null): Alarm {
  const { column, size } = largest(data);
  return alarm('unscaled-targets', {
    epoch,
    cause: { part: 'targets' },
    evidence: { column, mean: data.targets.mean[column], spread: data.targets.spread[column], size },
    remedies: [{ change: 'normalizeTargets', value: 'standardize' }],
  });
}
