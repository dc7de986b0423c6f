import * as l10n from '@vscode/l10n';
import { failureFinding } from '../config/failureFinding.js';
import type { NetworkConfig } from '../config/spec.js';
import { drive } from '../jobs/drive.js';
import { gradientsAtStart } from '../jobs/gradientsAtStart.js';
import { toProblems } from './readConfig.js';
import type { Config } from './readConfig.js';
import { functionGradient } from './descent.js';
import { driving, report, requireData, requireSpec, type Session } from './session.js';
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
  const steps = gradientsAtStart(spec, dataset);
  const { network, gradients, failure, isFinite } = await drive(steps, driving(session));
  const { loss, outputs, layers } = gradients;
  if (failure) report(config, toProblems(config, [failureFinding(failure, spec)]), io);
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
      : l10n.t('The layers are too large to print. Use "--json" to get all their gradients.'),
  );
  for (const line of tables) output.line(line);
  return isFinite;
}
