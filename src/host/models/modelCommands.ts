import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { chooseOf, showError, showInformation } from '../editor/prompts.js';
import type { Training } from '../runs/training.js';
import { hasNetwork, packedModel } from './packedModel.js';
import { writeWhole } from './writeWhole.js';

/** A format that a model is saved or exported in. */
interface Format {
  /** The name of the format, as `modelFormats` has it. */
  readonly name: string;
  readonly hasTraining: boolean;
  readonly extension: string;
  readonly label: string;
  readonly detail: string;
}

const safetensors = (): Format => ({
  name: 'safetensors',
  hasTraining: false,
  extension: 'safetensors',
  label: vscode.l10n.t('Model'),
  detail: '',
});

/** Returns the formats of an export. */
const formats = (): readonly Format[] => [
  {
    name: 'html',
    hasTraining: false,
    extension: 'html',
    label: vscode.l10n.t('HTML page'),
    detail: vscode.l10n.t('One file that predicts in a browser, without a connection'),
  },
  {
    name: 'onnx',
    hasTraining: false,
    extension: 'onnx',
    label: 'ONNX',
    detail: vscode.l10n.t('For other programs, with normalization and derived inputs inside'),
  },
  {
    name: 'numpy',
    hasTraining: false,
    extension: 'npz',
    label: 'NumPy',
    detail: vscode.l10n.t('The parameters and the scales as arrays'),
  },
  {
    name: 'safetensors',
    hasTraining: true,
    extension: 'safetensors',
    label: vscode.l10n.t('safetensors with the optimizer’s state'),
    detail: vscode.l10n.t('Training goes on from it bit for bit'),
  },
];

/** Asks for a file and saves the network that is shown, with all that a prediction needs. */
export function saveModel(training: Training): Promise<void> {
  return write(training, safetensors(), '');
}

/** Asks for a format and a file, and writes the network that is shown. */
export async function exportModel(training: Training, extension: vscode.Uri): Promise<void> {
  if (!hasNetwork(training)) return;
  const placeHolder = vscode.l10n.t('Choose a format');
  const format = await chooseOf(formats(), { placeHolder });
  if (!format) return;
  const page = path.join(extension.fsPath, 'dist', 'modelPage.html');
  await write(training, format, format.name === 'html' ? await readFile(page, 'utf8') : '');
}

async function write(training: Training, format: Format, page: string): Promise<void> {
  if (!hasNetwork(training)) return;
  const file = await vscode.window.showSaveDialog({
    defaultUri: fileFor(training, format),
    filters: { [format.label]: [format.extension] },
  });
  if (!file) return;
  const { name, hasTraining } = format;
  const packed = await packedModel(training, { format: name, hasTraining, page });
  const refusal = typeof packed === 'string' ? packed : await writeWhole(packed.bytes, file);
  if (refusal === null && typeof packed !== 'string')
    void showInformation(
      vscode.l10n.t('The network after epoch {0} is saved in "{1}".', packed.epoch, path.basename(file.path)),
    );
  else void showError(refusal ?? '');
}

function fileFor({ store }: Training, { extension }: Format): vscode.Uri {
  const config = vscode.Uri.parse(store.uri);
  const name = config.path.replace(/^.*\//, '').replace(/(\.backprop)?\.json$/, '');
  return vscode.Uri.joinPath(config, '..', `${name}.${extension}`);
}
