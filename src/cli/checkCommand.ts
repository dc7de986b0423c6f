import * as l10n from '@vscode/l10n';
import { legible } from '../config/characters.js';
import type { Finding } from '../config/problem.js';
import type { GivenFile } from '../engine/check/givenGradients.js';
import type { CheckProgress } from '../engine/check/checkResult.js';
import {
  checkSubject,
  createCheckSubject,
  type CheckSubject,
  type GradientCheck,
} from '../jobs/checkGradients.js';
import { drive } from '../jobs/drive.js';
import { loadAnswers, notRun } from '../jobs/loadAnswers.js';
import { commandsIn } from '../node/commandsIn.js';
import { filesIn } from '../node/filesIn.js';
import { checkStart } from './checkStart.js';
import { checkLines } from './checkTable.js';
import type { Names } from '../engine/trace/names.js';
import type { ParameterNamer } from '../words/diagnoses.js';
import { doneRecord, parameterRecord } from './checkRecords.js';
import { toProblems, type Config } from './readConfig.js';
import { showProblem } from './problems.js';
import { Progress } from './progress.js';
import { writeSarif } from './sarif.js';
import { driving, requireData, requireSpec, type Session } from './session.js';

/** Checks the gradients, and compares the gradients in the user's file with them. @returns whether all are right */
export async function check(config: Config, session: Session): Promise<boolean> {
  const { call } = session;
  const findings = await findingsOf(config, session);
  const problems = [...config.problems, ...toProblems(config, findings)];
  if (call.sarif !== null) await writeSarif(call.sarif, config, problems, session.io.interrupted);
  return !problems.some(({ severity }) => severity === 'error');
}

/** Returns the findings of the check, and prints its results. */
async function findingsOf(config: Config, session: Session): Promise<readonly Finding[]> {
  const spec = requireSpec(config, session);
  // The config's problems already say what is wrong with it.
  if (!spec) return [];
  if (spec.kind === 'function') return checkStart(spec, session) ? [] : [functionWrong()];
  const dataset = await requireData(config, spec, session);
  if (!dataset) return [dataFailed()];
  const subject = await drive(createCheckSubject(spec, dataset), driving(session));
  return checkAndPrint(config, session, subject);
}

/** Returns the finding that the data could not be loaded. The details were reported when loading it. */
const dataFailed = (): Finding => ({
  severity: 'error',
  code: 'data',
  message: l10n.t('The data could not be loaded. Run "backprop lint" to see why.'),
  path: ['data'],
});

const functionWrong = (): Finding => ({
  severity: 'error',
  code: 'gradient-wrong',
  message: l10n.t('The gradient of the function is wrong at the starting point.'),
  path: ['function'],
});

async function checkAndPrint(
  config: Config,
  session: Session,
  subject: CheckSubject,
): Promise<readonly Finding[]> {
  const { wording } = subject;
  const files = filesIn(config.directory);
  const { io, call } = session;
  const signal = io.interrupted;
  const commands = call.allowCommand ? commandsIn(config.directory) : notAllowed();
  const answers = await loadAnswers(subject, files, commands, { signal });
  if (answers.ran?.stderr) io.stderr.write(`${legible(answers.ran.stderr.trimEnd())}\n`);
  for (const problem of toProblems(config, answers.findings))
    io.stderr.write(`${showProblem(config, problem)}\n`);
  const checked = {
    ...(await runCheck(session, subject, answers.file)),
    names: wording.names,
    nameOf: wording.nameOf,
  };
  print(config, session, checked);
  return [...answers.findings, ...checked.findings];
}

const notAllowed = (): Finding =>
  notRun('error', l10n.t('The command was not run. Add --allow-command to run it.'));

/** The results to print. */
export interface Checked extends GradientCheck {
  readonly names: Names;
  readonly nameOf: ParameterNamer;
}

async function runCheck(
  session: Session,
  subject: CheckSubject,
  file: GivenFile | null,
): Promise<GradientCheck> {
  const { call, io, output } = session;
  const { nameOf } = subject.wording;
  const progress = new Progress(io, l10n.t('Checking {bar} {percentage}%'), 1, call.json);
  const take = (step: CheckProgress | undefined): void => {
    if (!step) return;
    const { done, total, parameters } = step;
    progress.update(total > 0 ? done / total : 0);
    if (call.json) for (const check of parameters) output.json(parameterRecord(check, nameOf));
  };
  try {
    return await drive(checkSubject(subject, file), { ...driving(session), take });
  } finally {
    progress.clear();
  }
}

function print(config: Config, { call, output }: Session, checked: Checked): void {
  if (call.json) {
    output.json(doneRecord(checked));
    return;
  }
  for (const line of checkLines(checked)) output.line(line);
  for (const problem of toProblems(config, checked.findings))
    output.line(`\n${showProblem(config, problem)}`);
}
