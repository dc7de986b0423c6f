import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { ModelError } from '../models/namedTensor.js';
import { modelFormats } from '../models/packModelAs.js';
import type { SavedModel } from '../models/savedModel.js';
import { Failure, UsageError } from './errors.js';
import { modelAtStart } from './modelAtStart.js';
import type { Config } from './readConfig.js';
import { readModel } from './readModel.js';
import type { Session } from './session.js';
import { writeOutputFile } from './writeOutputFile.js';

/** Writes a saved model, or the network of the config before its training, in the format of another program. */
export async function exportModel(config: Config, session: Session): Promise<boolean> {
  const { call, io, output } = session;
  const { to: format, out: file } = call;
  if (file === null) throw new UsageError(l10n.t('The output file is missing. Add -o with its path.'));
  const model = call.weights === null ? await modelAtStart(config, session) : await readModel(call.weights);
  if (!model) return false;
  const { bytes, precision } = pack(format!, model, format === 'html' ? await readPage(io.page) : '');
  await writeOutputFile(file, bytes, io.interrupted);
  if (precision !== model.network.precision) {
    const message = l10n.t(
      'The numbers in "{0}" are float32, because ONNX’s runtime has one of the functions in no other precision.',
      file,
    );
    io.stderr.write(`backprop: ${message}\n`);
  }
  if (call.json) output.json({ format, file, precision });
  return true;
}

function pack(format: string, model: SavedModel, page: string) {
  try {
    return modelFormats[format](model, page);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new Failure(l10n.t('The model cannot be exported: {0}.', error.message));
  }
}

const readPage = (file: string): Promise<string> => readFile(file, 'utf8');
