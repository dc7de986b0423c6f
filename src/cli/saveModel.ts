import * as l10n from '@vscode/l10n';
import { packModel } from '../models/modelFile.js';
import { modelOf } from '../models/savedModel.js';
import type { Result } from './result.js';
import type { Session } from './session.js';
import { writeOutputFile } from './writeOutputFile.js';

/**
 * Saves the trained network where the call says so, also one whose training was interrupted.
 * @throws UsageError where no file can be at that path
 * @throws Failure where writing fails
 */
export async function saveModel(
  { spec, network, dataset, epoch, outcome }: Result,
  { call, io }: Session,
): Promise<void> {
  if (call.save === null) return;
  if (outcome?.kind === 'failed') {
    const message = l10n.t('"{0}" is not written, because the training failed.', call.save);
    io.stderr.write(`backprop: ${message}\n`);
    return;
  }
  const bytes = packModel(modelOf(network, dataset, spec.name, epoch));
  await writeOutputFile(call.save, bytes, new AbortController().signal);
}
