import * as l10n from '@vscode/l10n';
import type { NetworkConfig, Spec } from '../config/spec.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { Trace } from '../engine/trace/trace.js';
import { firstPass } from '../jobs/firstPass.js';
import { CannotStep, sampleRow } from '../jobs/sampleRow.js';
import { tracePass } from '../jobs/tracePass.js';
import { UsageError } from './errors.js';
import type { Config } from './readConfig.js';
import { requireData, requireSpec } from './session.js';
import type { Session } from './session.js';

/**
 * Returns the same pass that the editor shows first: at the initial parameters, on the requested sample or the first
 * mini-batch. Returns null where the config or its data have errors, which are written to standard error.
 */
export async function requireTrace(config: Config, session: Session): Promise<Trace | null> {
  const spec = requireNetwork(config, requireSpec(config, session));
  if (!spec) return null;
  const dataset = await requireData(config, spec, session);
  if (!dataset) return null;
  const start = { config: spec, dataset, sample: requireRow(session, dataset) };
  const { pass, training, names, bySample } = firstPass(start);
  if (bySample && session.call.sample === null) {
    const size = spec.training.batchSize ?? dataset.training.inputs.rows;
    session.io.stderr.write(
      `${l10n.t('A batch of {0} samples is too large to print. Sample 1 is shown instead.', size)}\n`,
    );
  }
  return tracePass(pass, training, names);
}

/** Returns the spec of a network, or null where there is none. @throws UsageError for a plain function */
export function requireNetwork({ file }: Config, spec: Spec | null): NetworkConfig | null {
  if (spec?.kind !== 'function') return spec;
  throw new UsageError(
    l10n.t('"{0}" describes a plain function. Only a network can be stepped through.', file),
  );
}

function requireRow({ call }: Session, dataset: Dataset): number | null {
  try {
    return sampleRow(call.sample, dataset);
  } catch (error) {
    throw error instanceof CannotStep ? new UsageError(error.message) : error;
  }
}
