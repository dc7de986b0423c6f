import * as l10n from '@vscode/l10n';
import { loadDataset } from '../data/loadDataset.js';
import { inspectData } from '../jobs/inspectData.js';
import { filesIn } from '../node/filesIn.js';
import { toProblems } from './readConfig.js';
import type { Config } from './readConfig.js';
import { problemRecord, showProblem } from './problems.js';
import type { Problem } from '../config/problem.js';
import { driving, type Session } from './session.js';

/** Prints what is wrong with a config and the files that it names. @returns whether there is no error */
export async function lint(config: Config, session: Session): Promise<boolean> {
  const { call, output } = session;
  const problems = [...config.problems, ...(await dataProblems(config, session))];
  for (const problem of problems) {
    if (call.json) output.json(problemRecord(config, problem));
    else output.line(showProblem(config, problem));
  }
  if (!call.json) output.line(summary(config, problems));
  return !problems.some((problem) => problem.severity === 'error');
}

async function dataProblems(config: Config, session: Session): Promise<Problem[]> {
  const { spec, directory } = config;
  if (spec?.kind !== 'network') return [];
  const { findings } = await inspectData(spec, filesIn(directory), loadDataset, driving(session));
  return toProblems(config, findings);
}

function summary({ file }: Config, problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']) =>
    problems.filter((problem) => problem.severity === severity).length;
  if (problems.length === 0) return l10n.t('{0}: no problems.', file);
  return l10n.t(
    '{0}: errors {1}, warnings {2}, information {3}.',
    file,
    count('error'),
    count('warning'),
    count('info'),
  );
}
