import type { Finding } from '../../config/problem.js';
import { alarmCodes, type AlarmCode } from '../../engine/health/alarm.js';
import type { ConfigStore } from '../configs/configStore.js';
import type { Inspection } from '../configs/inspection.js';

export const isAlarm = (code: string): code is AlarmCode => alarmCodes.some((known) => known === code);

/** Returns the findings about the data and about a run of the present text, without alarms. */
export function problemFindings({ run }: ConfigStore, inspection: Inspection): Finding[] {
  const ofRun = run && !run.status.stale ? run.known.findings : [];
  const ofData = inspection.findings.filter(({ code }) => !isAlarm(code));
  return [...ofData, ...ofRun.filter((finding) => !inspection.hasReported(finding))];
}

/**
 * Returns the alarms of a run of the present text and those of the data that the run has not raised, except the muted
 * ones.
 */
export function alarmFindings({ run, alarms, muted }: ConfigStore, { findings }: Inspection): Finding[] {
  const ofRun = run && !run.status.stale ? alarms : [];
  const isNew = ({ code }: Finding): boolean =>
    isAlarm(code) && !muted.includes(code) && !ofRun.some((alarm) => alarm.code === code);
  return [...ofRun, ...findings.filter(isNew)];
}
