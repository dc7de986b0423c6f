import * as l10n from '@vscode/l10n';
import { nameSource } from '../config/nameSource.js';
import type { NetworkConfig } from '../config/spec.js';
import { loadAnswers } from '../data/gradients/load.js';
import { checkGradients } from '../engine/check/checkGradients.js';
import type { Candidate } from '../engine/check/compareGradients.js';
import type { CheckProgress, CheckReport } from '../engine/check/checkResult.js';
import type { Dataset } from '../engine/model/dataset.js';
import { createNetworkSteps } from '../engine/model/initialize.js';
import type { Network } from '../engine/model/network.js';
import type { TrainingState } from '../engine/training/state.js';
import { createNames } from '../engine/trace/names.js';
import { compareSteps } from '../words/compareSteps.js';
import { checkFindings, parameterNamer } from '../words/checkFindings.js';
import type { CheckRunning, FromWorker, ToWorker } from '../protocol.js';
import { unpackCheckpoint } from './checkpoint.js';
import { resultOf } from '../jobs/checkResult.js';
import { dataChange } from '../jobs/dataIdentity.js';
import type { Datasets } from './datasets.js';
import { drive, Throttle } from '../jobs/drive.js';

export type CheckRequest = Extract<ToWorker, { type: 'check' }>;

type Checked = Pick<Extract<FromWorker, { type: 'checked' }>, 'result' | 'findings' | 'corrections'>;

/** Checks a config's gradients at its initial parameters, in slices. Rejects as soon as the signal is aborted. */
export async function checkConfig(
  { spec, directory, checkpoint }: CheckRequest,
  datasets: Datasets,
  signal: AbortSignal,
  onProgress: (progress: CheckRunning) => void,
): Promise<Checked> {
  const { dataset, findings } = await datasets.load(spec, directory, { signal });
  if (!dataset) return { result: null, findings, corrections: [] };
  const columns = dataset.training.inputs.columns;
  const network = await drive(createNetworkSteps(spec, columns, spec.training), signal);
  const report = await checkAll(spec, network, dataset, signal, onProgress);
  const trained = checkpoint && trainedCandidate(checkpoint, dataset);
  const names = createNames(nameSource(spec, dataset), network);
  const nameOf = parameterNamer(names, (layer) => network.layers[layer - 1].biasShared);
  const file = await loadAnswers(spec, directory, columns, { signal });
  const question = { spec, network, samples: dataset.training, names, nameOf };
  const compared =
    file.file && (await drive(compareSteps(file.file, question, trained ? [trained] : []), signal));
  const layers = network.layers.length;
  return {
    result: resultOf(report, spec.gradientCheck.compare ?? '', compared, { names, nameOf, layers }),
    findings: [
      ...checkFindings(report, names, nameOf, layers),
      ...file.findings,
      ...(compared?.findings ?? []),
    ],
    corrections: compared?.corrections ?? [],
  };
}

async function checkAll(
  { training, gradientCheck }: NetworkConfig,
  network: Network,
  dataset: Dataset,
  signal: AbortSignal,
  onProgress: (progress: CheckRunning) => void,
): Promise<CheckReport> {
  const due = new Throttle(100);
  let failed = 0;
  const take = ({ done, total, parameters }: CheckProgress): void => {
    failed += parameters.filter(({ verdict }) => verdict === 'fail').length;
    if (!due.isDue()) return;
    due.restart();
    onProgress({ fraction: total > 0 ? done / total : null, failed });
  };
  const options = { ...gradientCheck, seed: training.seed, regularization: training.regularization };
  return drive(checkGradients(network, dataset.training, options), signal, take);
}

/** Returns the trained network, to which the given gradients may belong; null where the data have changed since. */
function trainedCandidate(checkpoint: Uint8Array, dataset: Dataset): Candidate | null {
  const { state, data } = unpackCheckpoint(checkpoint);
  if (data && dataChange(data, dataset)) return null;
  const { network, epoch } = state as TrainingState;
  const { training: samples } = dataset;
  return { name: l10n.t('those after epoch {0} of training', epoch), network, samples };
}
