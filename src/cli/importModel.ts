import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { importConfig, layersIn, needsActivations, withActivations } from '../data/start/importConfig.js';
import { readModelFile, type ReadModel } from '../models/import/readModelFile.js';
import { ModelError } from '../models/namedTensor.js';
import { Failure, UsageError } from './errors.js';
import { failToRead } from './failToRead.js';
import { readModelBytes } from './readModelBytes.js';
import { requireFree } from './requireFree.js';
import type { Session } from './session.js';
import { writeOutputFile } from './writeOutputFile.js';

/** Writes a config for a network of another program, and its weights beside it. */
export async function importModel(session: Session): Promise<boolean> {
  const { call, io, output } = session;
  const out = call.out ?? call.file.replace(/\.\w+$/, '') + '.backprop.json';
  const name = path.basename(out).replace(/(\.backprop)?\.json$/, '');
  const folder = path.dirname(out);
  const own = path.join(folder, `${name}.safetensors`);
  const isSource = path.resolve(own) === path.resolve(call.file);
  if (!call.force) for (const file of [out, ...(isSource ? [] : [own])]) await requireFree(file);
  const read = await readNetwork(call.file, call.activations);
  const { text, weights } = importConfig(read, name, path.basename(call.file), path.basename(own));
  if (!isSource) await writeOutputFile(own, weights, io.interrupted);
  await writeOutputFile(out, text, io.interrupted);
  const layers = layersIn(read);
  if (call.json)
    output.json({ file: out, weights: own, inputs: layers[0].inputs, layers: layers.map(({ units }) => units) }); // prettier-ignore
  else {
    const sizes = [layers[0].inputs, ...layers.map(({ units }) => units)].join(' → ');
    output.line(
      l10n.t('Wrote "{0}", a network of the sizes {1}, and its weights in "{2}".', out, sizes, own),
    );
  }
  return true;
}

/**
 * Reads a network with the given activations.
 * @throws UsageError where the file cannot be read, or the activations are missing
 * @throws Failure where the file has something else than dense layers
 */
async function readNetwork(file: string, activations: string | null): Promise<ReadModel> {
  try {
    const read = readModelFile(file, await readModelBytes(file));
    if (activations !== null) return withActivations(read, activations.split(',').map((each) => each.trim())); // prettier-ignore
    if (!needsActivations(read)) return read;
    const example = layersIn(read).map((_, i, all) => (i < all.length - 1 ? 'relu' : 'identity')).join(','); // prettier-ignore
    throw new UsageError(
      l10n.t('"{0}" does not know the activations of its {1} layers. Give them with --activations, such as {2}.', file, layersIn(read).length, example), // prettier-ignore
    );
  } catch (error) {
    if (error instanceof ModelError)
      throw new Failure(l10n.t('"{0}" cannot be imported: {1}.', file, error.message));
    failToRead(file, error);
  }
}
