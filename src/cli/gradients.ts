import * as l10n from '@vscode/l10n';
import { failureFinding } from '../config/failure.js';
import type { NetworkConfig } from '../config/spec.js';
import type { Samples } from '../engine/model/dataset.js';
import { gradientSteps, type Gradients } from '../engine/pass/gradients.js';
import { createNetworkSteps } from '../engine/model/initialize.js';
import { locateInGradients } from '../engine/pass/locateNonFinite.js';
import type { Network } from '../engine/model/network.js';
import { findStartFailure } from '../engine/training/start.js';
import { toProblems } from './config.js';
import type { Config } from './config.js';
import { functionGradient } from './descent.js';
import { drive } from './io.js';
import { report, requireData, requireSpec } from './session.js';
import type { Session } from './session.js';
import { formatNumber } from './table.js';
import { layerRecords, layerTables, matrixRows, outputTable, unitNames } from './values.js';

/** Prints loss, outputs and gradients at the initial parameters on the whole training set. */
export async function printGradients(config: Config, session: Session): Promise<boolean> {
  const spec = requireSpec(config, session);
  if (!spec) return false;
  if (spec.kind === 'network') return networkGradients(config, spec, session);
  functionGradient(spec, session);
  return true;
}

async function networkGradients(config: Config, spec: NetworkConfig, session: Session): Promise<boolean> {
  const { call, io, output } = session;
  const dataset = await requireData(config, spec, session);
  if (!dataset) return false;
  const { training } = dataset;
  const creation = createNetworkSteps(spec, training.inputs.columns, spec.training);
  const network = await drive(creation, io, output);
  if (!network) return false;
  const result = await drive(gradientSteps(network, training, spec.training.regularization), io, output);
  if (!result) return false;
  const { loss, outputs, layers } = result;
  const isFinite = await reportNotFinite(result, { network, training, spec, config, session });
  if (call.json) {
    output.json({ loss, outputs: matrixRows(outputs), layers: layerRecords(network, layers) });
    return isFinite;
  }
  const last = spec.layers.length - 1;
  output.line(l10n.t('E={0} at the initial parameters', formatNumber(loss)));
  const tables = layerTables(network, spec, dataset.inputNames, layers);
  for (const line of outputTable(outputs, training.targets, unitNames(spec.layers[last], last)))
    output.line(line);
  output.line();
  output.line(
    tables.length > 0
      ? l10n.t('∂E/∂w and ∂E/∂b')
      : l10n.t('The layers are too large to print; "--json" has all their gradients.'),
  );
  for (const line of tables) output.line(line);
  return isFinite;
}

interface Start {
  readonly network: Network;
  readonly training: Samples;
  readonly spec: NetworkConfig;
  readonly config: Config;
  readonly session: Session;
}

/** Reports on standard error where a number is not finite. @returns whether all of them are finite */
async function reportNotFinite(
  { loss, layers }: Gradients,
  { network, training, spec, config, session: { io, output } }: Start,
): Promise<boolean> {
  const inGradients = locateInGradients(layers);
  if (Number.isFinite(loss) && !inGradients) return true;
  const failure =
    (await drive(findStartFailure(network, training), io, output)) ??
    (inGradients && { epoch: 1, batch: 1, updates: 0, ...inGradients });
  if (failure) report(config, toProblems(config, [failureFinding(failure, spec)]), io);
  return false;
}
