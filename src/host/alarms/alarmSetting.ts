import * as vscode from 'vscode';
import { alarmCodes, type AlarmCode } from '../../engine/health/alarm.js';

/** An object whose keys are codes of alarms; `false` turns an alarm off. */
export const alarmSetting = 'backprop.alarms';

type Setting = Readonly<Partial<Record<AlarmCode, boolean>>>;

/** Returns the alarms that the user has turned off. */
export function mutedAlarms(): AlarmCode[] {
  const setting = vscode.workspace.getConfiguration().get<unknown>(alarmSetting);
  if (typeof setting !== 'object' || setting === null) return [];
  return alarmCodes.filter((code) => (setting as Setting)[code] === false);
}

/** Turns an alarm off: in the workspace's settings where they already name alarms, else in the user's. */
export async function muteAlarm(code: AlarmCode): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const present = configuration.inspect<Setting>(alarmSetting);
  const isOfWorkspace = present?.workspaceValue !== undefined;
  const value = { ...(isOfWorkspace ? present.workspaceValue : present?.globalValue), [code]: false };
  const { Workspace, Global } = vscode.ConfigurationTarget;
  await configuration.update(alarmSetting, value, isOfWorkspace ? Workspace : Global);
}
