import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import { nameSource } from '../config/nameSource.js';
import type { NetworkConfig } from '../config/spec.js';
import { loadAnswers, type CompareFile } from '../data/gradients/load.js';
import { checkGradients } from '../engine/check/checkGradients.js';
import type { CheckReport } from '../engine/check/checkResult.js';
import type { Dataset } from '../engine/model/dataset.js';
import { createNetworkSteps } from '../engine/model/initialize.js';
import type { Network } from '../engine/model/network.js';
import { createNames, type Names } from '../engine/trace/names.js';
import { compareSteps, type Compared } from '../words/compareSteps.js';
import { checkFindings, parameterNamer } from '../words/checkFindings.js';
import type { ParameterNamer } from '../words/diagnoses.js';
import { checkStart } from './checkPoint.js';
import { checkLines } from './checkTable.js';
import { doneRecord, parameterRecord } from './checkRecords.js';
import { toProblems, type Config } from './config.js';
import { drive } from './io.js';
import { showProblem } from './problems.js';
import { Progress } from './progress.js';
import { writeSarif } from './sarif.js';
import { requireData, requireSpec, type Session } from './session.js';

/** The config, data and network of a check in progress. */
interface Checking {
  readonly spec: NetworkConfig;
  readonly dataset: Dataset;
  readonly network: Network;
  readonly names: Names;
  readonly nameOf: ParameterNamer;
}

/** Checks gradients, and compares those of the user's file with them. @returns whether all of them are right */
export async function check(config: Config, session: Session): Promise<boolean> {
  const { call } = session;
  const findings = await findingsOf(config, session);
  if (!findings) return false;
  const problems = [...config.problems, ...toProblems(config, findings)];
  if (call.sarif !== null) await writeSarif(call.sarif, config, problems, session.io.interrupted);
  return !problems.some(({ severity }) => severity === 'error');
}

/** Returns the findings of the check, and prints its results; null where the user interrupted it. */
async function findingsOf(config: Config, session: Session): Promise<readonly Finding[] | null> {
  const spec = requireSpec(config, session);
  // The config's problems already say what is wrong with it.
  if (!spec) return [];
  if (spec.kind === 'function') return checkStart(spec, session) ? [] : [functionWrong()];
  const dataset = await requireData(config, spec, session);
  if (!dataset) return session.io.interrupted.aborted ? null : [dataFailed()];
  const creation = createNetworkSteps(spec, dataset.training.inputs.columns, spec.training);
  const network = await drive(creation, session.io, session.output);
  if (!network) return null;
  const names = createNames(nameSource(spec, dataset), network);
  const nameOf = parameterNamer(names, (layer) => network.layers[layer - 1].biasShared);
  return run(config, session, { spec, dataset, network, names, nameOf });
}

/** Returns the finding that the data could not be loaded. The details were reported when loading it. */
const dataFailed = (): Finding => ({
  severity: 'error',
  code: 'data',
  message: l10n.t('The data could not be loaded; "backprop lint" says why.'),
  path: ['data'],
});

const functionWrong = (): Finding => ({
  severity: 'error',
  code: 'gradient-wrong',
  message: l10n.t('The gradient of the function is wrong at the start.'),
  path: ['function'],
});

async function run(config: Config, session: Session, checking: Checking): Promise<readonly Finding[] | null> {
  const { network, names, nameOf } = checking;
  const compare = await requireCompareFile(config, session, checking);
  const report = await checkAll(session, checking);
  if (!report) return null;
  const compared = compare.file ? await compareAll(session, checking, compare.file) : null;
  if (session.io.interrupted.aborted) return null;
  const checked = checkFindings(report, names, nameOf, network.layers.length);
  const found = [...checked, ...(compared?.findings ?? [])];
  print(config, session, { report, compared, found, nameOf });
  return [...compare.findings, ...found];
}

/** The results to print. */
export interface Checked {
  readonly report: CheckReport;
  readonly compared: Compared | null;
  readonly found: readonly Finding[];
  readonly nameOf: ParameterNamer;
}

async function requireCompareFile(config: Config, { io }: Session, { spec, network }: Checking) {
  const signal = io.interrupted;
  const result = await loadAnswers(spec, config.directory, network.layers[0].inputs, { signal });
  for (const problem of toProblems(config, result.findings))
    io.stderr.write(`${showProblem(config, problem)}\n`);
  return result;
}

async function checkAll(
  { call, io, output }: Session,
  { spec, dataset, network, nameOf }: Checking,
): Promise<CheckReport | undefined> {
  const { training, gradientCheck } = spec;
  const options = { ...gradientCheck, seed: training.seed, regularization: training.regularization };
  const progress = new Progress(io, l10n.t('Checking {bar} {percentage}%'), 1, call.json);
  try {
    return await drive(
      checkGradients(network, dataset.training, options),
      io,
      output,
      ({ done, total, parameters }) => {
        progress.update(total > 0 ? done / total : 0);
        if (call.json) for (const check of parameters) output.json(parameterRecord(check, nameOf));
      },
    );
  } finally {
    progress.clear();
  }
}

async function compareAll(
  { io, output }: Session,
  { dataset, ...question }: Checking,
  file: CompareFile,
): Promise<Compared | null> {
  const steps = compareSteps(file, { ...question, samples: dataset.training });
  return (await drive(steps, io, output)) ?? null;
}

function print(config: Config, { call, output }: Session, checked: Checked): void {
  if (call.json) {
    output.json(doneRecord(checked));
    return;
  }
  for (const line of checkLines(checked)) output.line(line);
  for (const problem of toProblems(config, checked.found)) output.line(`\n${showProblem(config, problem)}`);
}
