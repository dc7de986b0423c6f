import type { Alarm, AlarmCode } from './alarm.js';
import type { HealthSubject } from './healthSubject.js';

/** Returns the alarm of one kind that a run shows; null where it shows none. */
export type Rule = (subject: HealthSubject) => Alarm | null;

/** An alarm as a rule finds it. Evidence that was not measured is null or undefined. */
type Found = Pick<Alarm, 'cause'> &
  Partial<Pick<Alarm, 'epoch' | 'layer' | 'remedies'>> & {
    readonly evidence: Readonly<Record<string, number | string | null | undefined>>;
  };

/** Returns an alarm, whose evidence has only what was measured and is finite. */
export function alarm(code: AlarmCode, { evidence, ...rest }: Found): Alarm {
  const known = Object.entries(evidence).filter(
    (entry): entry is [string, number | string] =>
      typeof entry[1] === 'string' || (typeof entry[1] === 'number' && Number.isFinite(entry[1])),
  );
  return { epoch: null, layer: null, remedies: [], ...rest, code, evidence: Object.fromEntries(known) };
}
