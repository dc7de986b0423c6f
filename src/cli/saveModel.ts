import * as l10n from '@vscode/l10n';
import { packModel } from '../models/modelFile.js';
import { modelOf, withTraining } from '../models/savedModel.js';
import type { Result } from './result.js';
import type { Session } from './session.js';
import { writeOutputFile } from './writeOutputFile.js';

/**
 * Saves the trained network where the call says so, also one whose training was interrupted.
 * @throws UsageError where no file can be at that path
 * @throws Failure where writing fails
 */
export async function saveModel(
  { spec, state, dataset, outcome }: Result,
  { call, io }: Session,
): Promise<void> {
  if (call.save === null) return;
  if (outcome?.kind === 'failed') {
    const message = l10n.t('"{0}" is not written, because the training failed.', call.save);
    io.stderr.write(`backprop: ${message}\n`);
    return;
  }
  const model = modelOf(state.network, dataset, spec.name, state.epoch);
  const bytes = packModel(call.optimizerState ? withTraining(model, state, spec.training) : model);
  await writeOutputFile(call.save, bytes, new AbortController().signal);
}
