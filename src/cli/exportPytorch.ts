import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { NetworkConfig } from '../config/spec.js';
import { findTableRecipe } from '../data/csv/findTableRecipe.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { Network } from '../engine/model/network.js';
import { startNetwork } from '../jobs/networkJob.js';
import { ModelError } from '../models/namedTensor.js';
import { packPytorch, type ScriptFile } from '../models/pytorch/packPytorch.js';
import type { ScriptRun } from '../models/pytorch/pythonScript.js';
import type { ImageFiles, ScriptData } from '../models/pytorch/scriptData.js';
import { filesIn } from '../node/filesIn.js';
import { conclude } from './conclude.js';
import { Failure, UsageError } from './errors.js';
import { readModel } from './readModel.js';
import type { Config } from './readConfig.js';
import { requireData, requireSpec, type Session } from './session.js';
import { writeOutputFile } from './writeOutputFile.js';

/** Writes a Python script that trains the network with PyTorch, and the files that it reads. */
export async function exportPytorch(config: Config, session: Session): Promise<boolean> {
  const { call, io, output } = session;
  const { out } = call;
  if (out === null) throw new UsageError(l10n.t('The output file is missing. Add -o with its path.'));
  if (!out.endsWith('.py'))
    throw new UsageError(l10n.t('"{0}" is not the name of a Python file. End it with ".py".', out));
  const spec = requireSpec(config, session);
  if (!spec) return false;
  if (spec.kind !== 'network') throw new UsageError(l10n.t('"{0}" has no network to export.', config.file));
  const dataset = await requireData(config, spec, session);
  const network = dataset && (await networkOf(spec, dataset, session));
  if (!dataset || !network) return false;
  const data = await dataOf(config, spec, dataset, out, session);
  const stem = path.basename(out, '.py');
  const files = pack({ name: spec.name, stem, network, dataset, training: spec.training, data });
  const folder = path.dirname(out);
  const written = files.map(({ suffix, content }) => ({ file: path.join(folder, stem + suffix), content }));
  // The script comes last, so that it never lacks what it reads.
  for (const { file, content } of written.toReversed()) await writeOutputFile(file, content, io.interrupted);
  if (data.kind === 'prepared' && spec.data.kind === 'table') {
    const message = l10n.t(
      'The script reads prepared samples, because Python’s reader of CSV does not read "{0}" as it is read here.',
      spec.data.file,
    );
    io.stderr.write(`backprop: ${message}\n`);
  }
  if (call.json) output.json({ format: 'pytorch', file: out, files: written.map(({ file }) => file) });
  return true;
}

function pack(run: ScriptRun): ScriptFile[] {
  try {
    return packPytorch(run);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new Failure(l10n.t('The model cannot be exported: {0}.', error.message));
  }
}

/** Returns the network to train: that of the config, with the parameters of a saved model where one is given. */
async function networkOf(spec: NetworkConfig, dataset: Dataset, session: Session): Promise<Network | null> {
  const state = await conclude(startNetwork(spec, dataset), session);
  const { weights } = session.call;
  if (state && state.epoch > 0)
    throw new Failure(
      l10n.t(
        'The training goes on after epoch {0} with the state of its optimizer, which the script cannot. Save the model without --optimizer-state.',
        state.epoch,
      ),
    );
  if (!state || weights === null) return state?.network ?? null;
  const saved = (await readModel(weights)).network;
  const shapes = ({ layers }: Network) =>
    layers
      .map(({ inputs, units, bias }) => `${inputs} × ${units}${bias ? ` + ${bias.length}` : ''}`)
      .join(', ');
  if (shapes(saved) !== shapes(state.network))
    throw new Failure(
      l10n.t(
        'The layers of "{0}" have the sizes {1}, but those of the config have {2}.',
        weights,
        shapes(saved),
        shapes(state.network),
      ),
    );
  const layers = state.network.layers.map((layer, i) => {
    const { weights: values, bias } = saved.layers[i];
    return { ...layer, weights: values, bias };
  });
  return { ...state.network, layers };
}

/** Returns where the script reads its samples: the files of the config where Python can read them, else prepared ones. */
async function dataOf(
  config: Config,
  { data, ...spec }: NetworkConfig,
  dataset: Dataset,
  out: string,
  { io }: Session,
): Promise<ScriptData> {
  const files = filesIn(config.directory);
  const relative = (name: string): string =>
    path
      .relative(path.dirname(path.resolve(out)), files.resolve(name))
      .split(path.sep)
      .join('/');
  const images = (part: ImageFiles): ImageFiles => ({
    images: relative(part.images),
    labels: relative(part.labels),
  });
  if (data.kind === 'idx') {
    const own = data.validation && 'images' in data.validation ? images(data.validation) : null;
    return { kind: 'images', training: images(data), validation: own };
  }
  if (data.kind !== 'table') return { kind: 'prepared' };
  const recipe = await findTableRecipe({ ...spec, data }, dataset, files, { signal: io.interrupted });
  if (!recipe) return { kind: 'prepared' };
  const own = data.validation && 'file' in data.validation ? relative(data.validation.file) : null;
  return { kind: 'table', files: { table: relative(data.file), validation: own }, recipe };
}
