import type { Alarm } from '../alarm.js';
import type { HealthSpec } from '../healthSubject.js';
import type { DataScan } from '../profile/dataProfile.js';
import { alarm } from '../rule.js';

/** The least share of the validation part. Measured tables such as Fisher's iris repeat up to 3% of their rows by rounding. */
const leastShare = 0.04;
/** The fewest samples: one pair proves nothing. */
const fewest = 3;
/** The least number as a multiple of that by chance, which is large for tables of few different rows. */
const beyondChance = 10;

/** Reports validation samples that are also in the training part, so that the validation loss is too good. */
export function duplicateRows(_: HealthSpec, { duplicates }: DataScan): Alarm | null {
  if (!duplicates) return null;
  const { count, of, expected } = duplicates;
  if (count < Math.max(fewest, leastShare * of, beyondChance * expected)) return null;
  return alarm('duplicate-rows', {
    cause: { part: 'data' },
    evidence: { duplicates: count, validationSamples: of },
    remedies: [{ change: 'dropDuplicates' }],
  });
}
