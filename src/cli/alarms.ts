import type { Finding } from '../config/problem.js';
import type { AlarmView } from '../jobs/alarmViews.js';
import { showProblem } from './problems.js';
import { toProblems, type Config } from './readConfig.js';

/** Returns an alarm as `--json` prints it. */
export const alarmRecord = ({ code, epoch, layer, path, message, evidence, fix }: AlarmView) => ({
  event: 'alarm',
  code,
  epoch,
  layer,
  path,
  message,
  evidence,
  fix: fix && { title: fix.title, ...fix.remedy },
});

/** Returns the text of an alarm with its line of the file. */
export const showAlarm = (config: Config, { severity, code, message, path }: AlarmView): string => {
  const finding: Finding = { severity, code, message, path };
  return toProblems(config, [finding])
    .map((problem) => showProblem(config, problem))
    .join('\n');
};
