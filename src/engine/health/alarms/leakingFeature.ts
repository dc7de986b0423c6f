import type { Alarm } from '../alarm.js';
import type { HealthSpec } from '../healthSubject.js';
import type { DataScan } from '../profile/dataProfile.js';
import { alarm } from '../rule.js';

/** Reports a column that alone decides the target. `profile/leak.ts` states the thresholds. */
export function leakingFeature(_: HealthSpec, { leak }: DataScan): Alarm | null {
  return (
    leak &&
    alarm('leaking-feature', {
      cause: { part: 'column', column: leak.column },
      evidence: { agreement: leak.agreement },
      remedies: [{ change: 'ignoreColumn', column: leak.column }],
    })
  );
}
