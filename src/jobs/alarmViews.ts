import type { NetworkConfig } from '../config/spec.js';
import type { Alarm } from '../engine/health/alarm.js';
import type { AlarmView } from '../protocol.js';
import { alarmTitle } from '../words/alarmTitle.js';
import { remedyTitle, type DataNames } from '../words/alarmWords.js';
import { alarmFinding, changeOf } from './alarmFinding.js';

export type { AlarmView } from '../protocol.js';

/** Returns alarms in the user's language, each at the value of the config that causes it. */
export const alarmViews = (alarms: readonly Alarm[], config: NetworkConfig, names: DataNames): AlarmView[] =>
  alarms.map((alarm) => viewOf(alarm, config, names));

function viewOf(alarm: Alarm, config: NetworkConfig, names: DataNames): AlarmView {
  const { code, epoch, layer, evidence, remedies } = alarm;
  const { severity, message, path } = alarmFinding(alarm, config, names);
  const remedy = remedies.find((each) => changeOf(each, config, names) !== null);
  const fix = remedy ? { title: remedyTitle(remedy, names), remedy } : null;
  return { code, severity, title: alarmTitle(code), epoch, layer, evidence, path, message, fix, remedies };
}
