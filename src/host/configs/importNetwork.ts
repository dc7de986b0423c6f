import path from 'node:path';
import * as vscode from 'vscode';
import type { ReadNetwork } from '../../data/start/importConfig.js';
import { limits } from '../../engine/limits.js';
import { activationNames } from '../../engine/model/spec.js';
import { chooseOf, messageOf, showError } from '../editor/prompts.js';
import { chooseConfigFile } from '../tables/chooseConfigFile.js';
import { exists } from './newConfig.js';

/** Asks for a file with a network, unless one is given, writes a config for it with its weights beside it, and opens it. */
export async function importNetwork(given: unknown): Promise<void> {
  const file = given instanceof vscode.Uri ? given : await chooseModelFile();
  if (!file) return;
  const name = path.basename(file.fsPath);
  // The readers are loaded with the first import.
  const { importConfig, layersIn, needsActivations, readNetwork, withActivations } =
    await import('../../data/start/importConfig.js');
  let read: ReadNetwork;
  try {
    read = readNetwork(name, await bytesOf(file));
  } catch (error) {
    void showError(vscode.l10n.t('{0} cannot be imported: {1}.', name, messageOf(error)));
    return;
  }
  const activations = needsActivations(read) ? await chooseActivations(layersIn(read)) : null;
  if (activations === undefined) return;
  const known = activations ? withActivations(read, activations) : read;
  const proposed = file.with({ path: file.path.replace(/(\.\w+)?$/, '.backprop.json') });
  const place = await chooseConfigFile(proposed);
  if (!place) return;
  if (place.isFree) {
    const stem = place.uri.path.replace(/^.*\//, '').replace(/\.backprop\.json$/, '');
    const weights = await weightsFile(place.uri, stem, file);
    const config = importConfig(known, stem, name, path.basename(weights.fsPath));
    if (weights.path !== file.path) await vscode.workspace.fs.writeFile(weights, config.weights);
    await vscode.workspace.fs.writeFile(place.uri, new TextEncoder().encode(config.text));
  }
  await vscode.window.showTextDocument(place.uri);
}

async function chooseModelFile(): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import a model'),
    filters: { [vscode.l10n.t('Networks')]: ['onnx', 'pt', 'pth', 'safetensors', 'npz'] },
  });
  return files?.[0];
}

async function bytesOf(file: vscode.Uri): Promise<Uint8Array> {
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > 8 * limits.parameters + limits.modelHeaderBytes)
    throw new Error(vscode.l10n.t('it has more than {0} million values', limits.parameters / 1e6));
  return vscode.workspace.fs.readFile(file);
}

/** Asks for the activation of each layer; undefined where the user leaves. */
async function chooseActivations(
  layers: readonly { readonly units: number }[],
): Promise<string[] | undefined> {
  const chosen: string[] = [];
  for (const [i, { units }] of layers.entries()) {
    const isLast = i === layers.length - 1;
    const likely = isLast ? 'identity' : (chosen.at(-1) ?? 'relu');
    const names = [likely, ...activationNames.filter((name) => name !== likely)];
    const item = await chooseOf(
      names.map((label) => ({ label })),
      {
        title: vscode.l10n.t('Activation of layer {0} of {1} ({2} units)', i + 1, layers.length, units),
        placeHolder: vscode.l10n.t('The file does not know the activations'),
      },
    );
    if (!item) return undefined;
    chosen.push(item.label);
  }
  return chosen;
}

/** Returns the file for the weights: the imported one where it is in that format and place, else a new one. */
async function weightsFile(config: vscode.Uri, stem: string, source: vscode.Uri): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(config, '..');
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.safetensors`;
    const file = vscode.Uri.joinPath(folder, name);
    if (file.path === source.path || !(await exists(file))) return file;
  }
}
