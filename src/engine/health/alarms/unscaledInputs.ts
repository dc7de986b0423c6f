import type { Alarm } from '../alarm.js';
import type { HealthSpec, HealthSubject } from '../healthSubject.js';
import type { Columns } from '../profile/columns.js';
import type { DataScan } from '../profile/dataProfile.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** How the inputs are scaled. The size of a column is the root mean square of its values. */
interface Scale {
  /** The largest column and its size. */
  readonly column: number;
  readonly size: number;
  /** The smallest size of a column that varies. */
  readonly smallest: number;
  /** The largest offset of a column as a multiple of its spread. */
  readonly offset: number;
}

function scaleOf({ mean, spread }: Columns): Scale {
  let [column, size, smallest, offset] = [0, 0, Infinity, 0];
  mean.forEach((value, c) => {
    const own = Math.hypot(value, spread[c]);
    if (own > size) [column, size] = [c, own];
    if (spread[c] === 0) return;
    smallest = Math.min(smallest, own);
    offset = Math.max(offset, Math.abs(value) / spread[c]);
  });
  return { column, size, smallest: Math.min(smallest, size), offset };
}

/**
 * The curvature of the loss grows as the square of the inputs' size. At 300, rates a hundred thousand times smaller than
 * the usual ones would be needed, and at 100 beside columns of size 1 no rate suits both.
 */
const isCertain = ({ size, smallest }: Scale): boolean =>
  size >= 300 || (size >= 100 && smallest <= size / 100);

/** Such scales slow training down or saturate units, but a small rate or an adaptive optimizer can cope with them. */
const isSuspected = ({ size, smallest, offset }: Scale): boolean =>
  size >= 12 || size <= 0.03 || (size >= 3 && smallest <= size / 100) || offset >= 12;

/** Reports inputs whose scale cannot be right for any usual rate. */
export function unscaledInputsOfData(_: HealthSpec, data: DataScan): Alarm | null {
  const scale = scaleOf(data.inputs);
  return !data.isNormalized && isCertain(scale) ? found(data, scale, null) : null;
}

/** Reports inputs that are large, small or of different scales where the run is poor. */
export function unscaledInputs(subject: HealthSubject): Alarm | null {
  const { data, outcome } = subject;
  const scale = scaleOf(data.inputs);
  if (data.isNormalized || !isSuspected(scale)) return null;
  if (outcome?.kind === 'failed') return found(data, scale, outcome.failure.epoch);
  const { isPoor, history } = standingOf(subject);
  return isPoor ? found(data, scale, history.epochs) : null;
}

function found({ inputs }: DataScan, { column, size, smallest }: Scale, epoch: number | null): Alarm {
  return alarm('unscaled-inputs', {
    epoch,
    cause: { part: 'data' },
    evidence: { column, mean: inputs.mean[column], spread: inputs.spread[column], size, smallest },
    remedies: [{ change: 'normalize', value: 'standardize' }],
  });
}
