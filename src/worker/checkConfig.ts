import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import { compareName } from '../data/gradients/describeEnd.js';
import type { Candidate } from '../engine/check/compareGradients.js';
import type { CheckProgress } from '../engine/check/checkResult.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { TrainingState } from '../engine/training/state.js';
import { checkSubject, createCheckSubject } from '../jobs/checkGradients.js';
import { resultOf } from '../jobs/checkResult.js';
import { loadAnswers, notRun } from '../jobs/loadAnswers.js';
import { dataChange } from '../jobs/dataIdentity.js';
import { drive } from '../jobs/drive.js';
import type { CheckOutcome, CheckRunning, ToWorker } from '../protocol.js';
import type { Datasets } from './datasets.js';
import { identityOf } from './identityOf.js';
import type { Platform } from './platform.js';
import { Throttle } from './throttle.js';

export type CheckRequest = Extract<ToWorker, { type: 'check' }>;

/** The marks of a check that has compared nothing. */
export const nothingMarked = { corrections: [], marks: [], ran: null };

/** Checks a config's gradients at its initial parameters, in slices. Rejects as soon as the signal is aborted. */
export async function checkConfig(
  { spec, directory, isTrusted, checkpoint }: CheckRequest,
  datasets: Datasets,
  platform: Platform,
  signal: AbortSignal,
  onProgress: (progress: CheckRunning) => void,
): Promise<CheckOutcome> {
  const files = platform.filesIn(directory);
  const { dataset, findings } = await datasets.load(spec, files, { signal });
  if (!dataset) return { result: null, findings, ...nothingMarked };
  const subject = await drive(createCheckSubject(spec, dataset), { signal });
  const trained = checkpoint && trainedCandidate(checkpoint, dataset, platform);
  const commands = isTrusted ? platform.commandsIn(directory) : restricted();
  const answers = await loadAnswers(subject, files, commands, { signal });
  const steps = checkSubject(subject, answers.file, trained ? [trained] : []);
  const checked = await drive(steps, { signal, take: progressReporter(onProgress) });
  const { report, compared } = checked;
  const { compare } = spec.gradientCheck;
  return {
    result: resultOf(report, compare === null ? '' : compareName(compare), compared, subject.wording),
    findings: [...checked.findings, ...answers.findings],
    corrections: compared?.corrections ?? [],
    marks: [...answers.marks, ...(compared?.marks ?? [])],
    ran: answers.ran,
  };
}

const restricted = (): Finding =>
  notRun(
    'warning',
    l10n.t(
      'The command was not run, because this workspace is in Restricted Mode. Trust the workspace to run it.',
    ),
  );

/** Returns a function that takes every step of a check and reports at most ten times a second. */
function progressReporter(
  onProgress: (progress: CheckRunning) => void,
): (progress: CheckProgress | undefined) => void {
  const due = new Throttle(100);
  let failed = 0;
  return (progress) => {
    if (!progress) return;
    const { done, total, parameters } = progress;
    failed += parameters.filter(({ verdict }) => verdict === 'fail').length;
    if (!due.isDue()) return;
    due.restart();
    onProgress({ fraction: total > 0 ? done / total : null, failed });
  };
}

/** Returns the trained network, to which the given gradients may belong; null where the data have changed since. */
function trainedCandidate(checkpoint: Uint8Array, dataset: Dataset, platform: Platform): Candidate | null {
  const { state, data } = platform.unpackCheckpoint(checkpoint);
  if (data && dataChange(data, identityOf(dataset, platform))) return null;
  const { network, epoch } = state as TrainingState;
  const { training: samples } = dataset;
  return { name: l10n.t('the weights after epoch {0} of training', epoch), network, samples };
}
