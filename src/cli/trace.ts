import * as l10n from '@vscode/l10n';
import { nameSource } from '../config/nameSource.js';
import type { NetworkConfig } from '../config/spec.js';
import { createNetwork } from '../engine/initialize.js';
import { trace } from '../engine/trace/create.js';
import { createNames } from '../engine/trace/names.js';
import type { Trace } from '../engine/trace/trace.js';
import { UsageError } from './call.js';
import type { Config } from './config.js';
import { requireData, requireSpec } from './session.js';
import type { Session } from './session.js';

/** Larger batches make formulas nobody reads. */
const mostSamples = 1000;

/**
 * One pass at the initial parameters, on the sample asked for or on the first batch in the order of the data; null once
 * what is wrong is on standard error.
 */
export async function requireTrace(config: Config, session: Session): Promise<Trace | null> {
  const spec = requireSpec(config, session);
  if (!spec) return null;
  if (spec.kind === 'function')
    throw new UsageError(
      l10n.t('"{0}" describes a plain function; only a network has layers to step through.', config.file),
    );
  const dataset = await requireData(config, spec, session);
  if (!dataset) return null;
  const { training } = dataset;
  const network = createNetwork(spec, training.inputs.columns, spec.training);
  const names = createNames(nameSource(spec, dataset), network);
  return trace(network, training, spec.training, {
    names,
    rows: rowsOf(spec, training.inputs.rows, session),
  });
}

function rowsOf({ training }: NetworkConfig, count: number, { call, io }: Session): number[] {
  const { sample } = call;
  if (sample !== null && sample >= count)
    throw new UsageError(
      l10n.t('There is no sample {0}: the training part has {1}, counted from 0.', sample, count),
    );
  if (sample !== null) return [sample];
  const size = Math.min(training.batchSize ?? count, count);
  if (size <= mostSamples) return Array.from({ length: size }, (_, row) => row);
  io.stderr.write(
    `${l10n.t('A batch of {0} samples is too large to print; this is sample 0 alone.', size)}\n`,
  );
  return [0];
}
