import * as l10n from '@vscode/l10n';
import type { NetworkConfig, Spec } from '../config/spec.js';
import { loadDataset } from '../data/loadDataset.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { Driving } from '../jobs/drive.js';
import type { Problem } from '../config/problem.js';
import { filesIn } from '../node/filesIn.js';
import type { Call } from './parseCall.js';
import { toProblems } from './readConfig.js';
import type { Config } from './readConfig.js';
import type { Io, Output } from './io.js';
import { showProblem } from './problems.js';
import { Progress } from './progress.js';

/** The call in progress, with its input and output. */
export interface Session {
  readonly call: Call;
  readonly io: Io;
  readonly output: Output;
}

/** Returns the options of `drive`: work ends when the user interrupts it, and waits until the output has been read. */
export const driving = ({ io, output }: Session): Driving => ({
  signal: io.interrupted,
  pause: () => output.turn(),
});

/** Returns the spec, or null where it has errors. Errors and warnings are written to standard error. */
export function requireSpec(config: Config, { io }: Session): Spec | null {
  report(config, config.problems, io);
  return config.spec;
}

/** Loads and returns the data, or null where it has errors. Errors and warnings are written to standard error. */
export async function requireData(
  config: Config,
  spec: NetworkConfig,
  { call, io }: Session,
): Promise<Dataset | null> {
  const progress = new Progress(io, l10n.t('Loading {bar} {percentage}%'), 1, call.json);
  const onProgress = (fraction: number | null) => progress.update(fraction ?? 0);
  const loading = loadDataset(spec, filesIn(config.directory), { signal: io.interrupted, onProgress });
  const { dataset, findings } = await loading.finally(() => progress.clear());
  report(config, toProblems(config, findings), io);
  return dataset;
}

/** Writes errors and warnings to standard error. Only `lint` and the editor show information. */
export function report(config: Config, problems: readonly Problem[], io: Io): void {
  for (const problem of problems) {
    if (problem.severity !== 'info') io.stderr.write(`${showProblem(config, problem)}\n`);
  }
}
