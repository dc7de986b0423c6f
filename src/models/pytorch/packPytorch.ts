import * as l10n from '@vscode/l10n';
import type { Dataset, Normalization } from '../../engine/model/dataset.js';
import type { Matrix } from '../../engine/model/network.js';
import { ModelError, type NamedTensor } from '../namedTensor.js';
import { packNpy, packNpz, type NamedArray } from '../npz.js';
import { linearIndices } from '../stateOf.js';
import { pythonScript, type ScriptRun } from './pythonScript.js';

/** A file of an export, with the end of its name after the script's stem. */
export interface ScriptFile {
  readonly suffix: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes a script that trains with PyTorch, and what it reads beside it.
 * @throws ModelError where a script cannot train in the same way
 */
export function packPytorch(run: ScriptRun): ScriptFile[] {
  checkRun(run);
  const { data, dataset } = run;
  const prepared = data.kind === 'prepared' ? preparedFiles(dataset) : [];
  return [
    { suffix: '.py', content: pythonScript(run) },
    { suffix: '.npz', content: packNpz([...parameters(run), ...scales(run), ...places(run)]) },
    ...prepared,
  ];
}

function checkRun({ network, training }: ScriptRun): void {
  const trains = network.layers.some(
    ({ weightsTrainable, bias, biasTrainable }) => weightsTrainable || (bias && biasTrainable),
  );
  if (!trains) throw new ModelError(l10n.t('it has no weight or bias to train'));
  if (training.optimizer.type === 'perceptron' && training.schedule.type === 'reduceOnPlateau')
    throw new ModelError(
      l10n.t('PyTorch reduces the learning rate only of an optimizer, which Rosenblatt’s rule is not'),
    );
}

/** Returns the parameters; a bias that the units share is one number. */
function parameters({ network: { layers } }: ScriptRun): NamedTensor[] {
  const indices = linearIndices(layers);
  return layers.flatMap(({ units, inputs, weights, bias }, i): NamedTensor[] => [
    { name: `${indices[i]}.weight`, shape: [units, inputs], values: weights },
    ...(bias ? [{ name: `${indices[i]}.bias`, shape: [bias.length], values: bias }] : []),
  ]);
}

function scales({ data, dataset }: ScriptRun): NamedTensor[] {
  if (data.kind === 'prepared') return [];
  const of = (part: string, normalization: Normalization | null): NamedTensor[] =>
    normalization
      ? (['shift', 'scale'] as const).map((name) => ({
          name: `${part}_${name}`,
          shape: [normalization[name].length],
          values: normalization[name],
        }))
      : [];
  return [...of('input', dataset.normalization), ...of('output', dataset.targetNormalization)];
}

/** Returns the places of the samples in their files: lines from 1, or rows from 0. */
function places({ data, dataset }: ScriptRun): NamedArray[] {
  const list = (name: string, values: Uint32Array | null | undefined): NamedArray[] =>
    values ? [{ name, shape: [values.length], values: BigInt64Array.from(values, BigInt) }] : [];
  if (data.kind === 'table') {
    const { training, validation } = data.recipe.lines;
    return [...list('training_lines', training), ...list('validation_lines', validation)];
  }
  if (data.kind !== 'images' || !dataset.rows) return [];
  const { training, validation } = dataset.rows;
  return [
    ...list('training_rows', training),
    ...(dataset.validation ? list('validation_rows', validation) : []),
  ];
}

function preparedFiles({ training, validation }: Dataset): ScriptFile[] {
  return (['inputs', 'targets'] as const).map((name) => ({
    suffix: `.${name}.npy`,
    content: packNpy(joined(name, training[name], validation?.[name] ?? null)),
  }));
}

function joined(name: string, first: Matrix, second: Matrix | null): NamedTensor {
  const { columns, values } = first;
  const rows = first.rows + (second?.rows ?? 0);
  const isSingle = values instanceof Float32Array;
  const all = isSingle ? new Float32Array(rows * columns) : new Float64Array(rows * columns);
  all.set(values.subarray(0, first.rows * columns));
  if (second) all.set(second.values.subarray(0, second.rows * columns), first.rows * columns);
  return { name, shape: [rows, columns], values: all };
}
