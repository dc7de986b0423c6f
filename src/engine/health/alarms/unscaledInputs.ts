import type { Alarm } from '../alarm.js';
import type { HealthSpec, HealthSubject } from '../healthSubject.js';
import type { Columns } from '../profile/columns.js';
import type { DataProfile } from '../profile/dataProfile.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** How badly the inputs are scaled. */
interface Scale {
  /** The column with the largest root mean square, and that value. */
  readonly column: number;
  readonly size: number;
  /** The largest root mean square over the smallest spread of a column that varies. */
  readonly ratio: number;
}

/** The scale from which training fails whatever the optimizer, and that from which it is the cause where training is poor. */
const certain = { size: 1000, ratio: 1e5 };
const suspected = { size: 15, ratio: 300 };

function scaleOf({ mean, spread }: Columns): Scale {
  let [column, size, smallest] = [0, 0, Infinity];
  mean.forEach((value, c) => {
    const root = Math.hypot(value, spread[c]);
    if (root > size) [column, size] = [c, root];
    if (spread[c] > 0) smallest = Math.min(smallest, spread[c]);
  });
  return { column, size, ratio: smallest < Infinity ? size / smallest : 1 };
}

/** Reports inputs so large that no rate suits them. */
export function unscaledInputsOfData(_: HealthSpec, data: DataProfile): Alarm | null {
  const scale = scaleOf(data.inputs);
  return !data.isNormalized && scale.size >= certain.size ? found(data, scale, null) : null;
}

/** Reports inputs that are large or of very different scales where the run is poor. */
export function unscaledInputs(subject: HealthSubject): Alarm | null {
  const { data, outcome } = subject;
  const scale = scaleOf(data.inputs);
  if (data.isNormalized || (scale.size < suspected.size && scale.ratio < suspected.ratio)) return null;
  const { left, reachable, done, history } = standingOf(subject);
  const failed = outcome?.kind === 'failed';
  const isPoor = failed || (done > 0.3 && left !== null && left > 0.3 + 0.7 * reachable);
  return isPoor ? found(data, scale, failed ? outcome.failure.epoch : history.epochs) : null;
}

function found({ inputs }: DataProfile, { column, size, ratio }: Scale, epoch: number | null): Alarm {
  return alarm('unscaled-inputs', {
    epoch,
    cause: { part: 'data' },
    evidence: { column, mean: inputs.mean[column], spread: inputs.spread[column], size, ratio },
    remedies: [{ change: 'normalize', value: 'standardize' }],
  });
}
