import * as l10n from '@vscode/l10n';
import { loadAnswers } from '../data/gradients/load.js';
import { loadDataset } from '../data/load.js';
import { toProblems } from './config.js';
import type { Config } from './config.js';
import { problemRecord, showProblem } from './problems.js';
import type { Problem } from '../config/problem.js';
import type { Session } from './session.js';

/** Prints what is wrong with a config and the files that it names. @returns whether there is no error */
export async function lint(config: Config, { call, io, output }: Session): Promise<boolean> {
  const problems = [...config.problems, ...(await dataProblems(config, io.interrupted))];
  for (const problem of problems) {
    if (call.json) output.json(problemRecord(config, problem));
    else output.line(showProblem(config, problem));
  }
  if (!call.json) output.line(summary(config, problems));
  return !problems.some((problem) => problem.severity === 'error');
}

async function dataProblems(config: Config, signal: AbortSignal): Promise<Problem[]> {
  if (config.spec?.kind !== 'network') return [];
  const { spec, directory } = config;
  const { dataset, findings } = await loadDataset(spec, directory, { signal });
  const inputs = dataset?.training.inputs.columns ?? null;
  const answers = await loadAnswers(spec, directory, inputs, { signal });
  return toProblems(config, [...findings, ...answers.findings]);
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
