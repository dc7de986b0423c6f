import { alarmPath } from '../config/alarmPath.js';
import type { NetworkConfig } from '../config/spec.js';
import type { Alarm } from '../engine/health/alarm.js';
import type { AlarmView } from '../protocol.js';
import { describeAlarm, remedyTitle, type DataNames } from '../words/alarmWords.js';

/** Returns alarms in the user's language, each at the value of the config that causes it. */
export const alarmViews = (alarms: readonly Alarm[], config: NetworkConfig, names: DataNames): AlarmView[] =>
  alarms.map((alarm) => {
    const { code, epoch, layer, evidence, remedies } = alarm;
    const remedy = remedies.at(0);
    return {
      code,
      epoch,
      layer,
      evidence,
      path: alarmPath(alarm, config),
      message: describeAlarm(alarm, names),
      fix: remedy ? { title: remedyTitle(remedy, names), remedy } : null,
    };
  });
