import * as l10n from '@vscode/l10n';
import type { PartName } from '../config/partFiles.js';
import type { Finding } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
import type { Dataset, Normalization, Samples } from '../engine/model/dataset.js';
import { classWeightsOf } from './classWeightsOf.js';
import { checkInputs, checkTargets, checkValues } from './checkTable.js';
import { parseDerived, withDerived } from './derivedInputs.js';
import { encodeTargets } from './encodeTargets.js';
import type { EncodedTargets } from './encodeTargets.js';
import type { LoadOptions } from './dataFile.js';
import type { Files } from './files.js';
import { DataError, finding, refusal } from './finding.js';
import { gatherSamples } from './gatherSamples.js';
import { fitNormalization, normalized, withCategories } from './normalization.js';
import { loadPart } from './loadPart.js';
import { readTable } from './readTable.js';
import { fitStart } from './start/fitStart.js';
import { loadStart } from './start/loadStart.js';
import { withClassesOf } from './start/startClasses.js';
import { splitRows } from './splitRows.js';
import type { Split } from './splitRows.js';
import type { Inputs, Table } from './table.js';

export type { LoadOptions } from './dataFile.js';

export interface LoadResult {
  /** The data; null where a finding is an error. */
  readonly dataset: Dataset | null;
  readonly findings: readonly Finding[];
}

/**
 * Loads a config's data, encoded, split and normalized. Problems are returned as findings, the first 20 of many. It
 * rejects only when `signal` is aborted, with the signal's reason.
 * @param files the files of the config's folder
 */
export async function loadDataset(
  config: NetworkConfig,
  files: Files,
  options: LoadOptions = {},
): Promise<LoadResult> {
  try {
    return await prepare(
      config,
      await readTable(config, files, countingDerived(config, options)),
      files,
      options,
    );
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { dataset: null, findings: error.findings };
  }
}

/** Returns the options with which the number of inputs that is reported includes the derived ones. */
function countingDerived({ data }: NetworkConfig, options: LoadOptions): LoadOptions {
  const { onInputs } = options;
  return onInputs ? { ...options, onInputs: (count) => onInputs(count + data.derived.length) } : options;
}

async function prepare(
  config: NetworkConfig,
  table: Table,
  files: Files,
  options: LoadOptions,
): Promise<LoadResult> {
  const { data } = config;
  const { seed, precision } = config.training;
  const start = await loadStart(config, files, options);
  const ownTargets = start ? withClassesOf(start, table.targets) : table.targets;
  const encoded = encodeTargets(ownTargets, config, table.rows);
  const split = splitRows(table.rows, data.validationSplit, encoded.classOf, seed);
  const given = table.fit(split.training);
  const derived = parseDerived(data.derived, given.names);
  const columns = given.values.columns + derived.length;
  options.onInputs?.(columns);
  checkInputs(columns, config);
  checkValues(table, columns, encoded);
  const inputs = await withDerived(given, table.rows, derived, options);
  const scales = {
    normalization: data.normalize === 'none' ? null : fitInputs(data.normalize, inputs, split.training),
    targetNormalization: data.normalizeTargets === 'none' ? null : fitTargets(encoded, split.training),
  };
  const { task, names: targetNames } = encoded;
  const started =
    start && fitStart(start, config, { task, targetNames, inputNames: inputs.names, ...scales });
  const { normalization, targetNormalization } = started ?? scales;
  const targets = targetNormalization
    ? { ...encoded, values: normalized(encoded.values, targetNormalization) }
    : encoded;
  const findings = [...table.findings, ...inputs.findings, ...checkTargets(targets, table, config)];
  findings.push(...(started?.findings ?? []));
  findings.push(...checkSplit(split, data.validationSplit, targets.classOf !== null));
  const part = (rows: Uint32Array) => gatherSamples(rows, inputs, targets, normalization, precision, options);
  const training = await part(split.training);
  const ownPart = (name: PartName) =>
    loadPart(
      name,
      config,
      { table, inputs: given, derived, targets, normalization, targetNormalization },
      files,
      options,
    );
  const validation = data.validation && (await ownPart('validation'));
  const test = data.test && (await ownPart('test'));
  findings.push(...(validation?.findings ?? []), ...(test?.findings ?? []));
  const rows = validation ? { ...split, validation: indicesOf(validation.samples) } : split;
  const dataset: Dataset = {
    training,
    validation: validation?.samples ?? (split.validation.length > 0 ? await part(split.validation) : null),
    ...(test && { test: test.samples }),
    task: targets.task,
    inputNames: inputs.names,
    ...(derived.length > 0 && { derived }),
    targetNames: targets.names,
    classes: targets.classes,
    classWeights: classWeightsOf(data.classWeights, targets.classes, training.targets),
    normalization,
    targetNormalization,
    image: table.image ?? null,
    rows,
    ...(started && { initial: started.initial }),
    ...(started?.progress && { progress: started.progress }),
    ...(inputs.encoding && { encoding: inputs.encoding }),
    ...(inputs.columns && { columns: inputs.columns }),
    ...(table.lines && { lines: table.lines }),
    ...(validation?.lines && { validationLines: validation.lines }),
  };
  return { dataset, findings };
}

const indicesOf = ({ inputs }: Samples): Uint32Array =>
  Uint32Array.from({ length: inputs.rows }, (_, row) => row);

function checkSplit({ training, validation }: Split, fraction: number, hasClasses: boolean): Finding[] {
  const path = ['data', 'validationSplit'];
  const rows = training.length + validation.length;
  if (training.length === 0) {
    const message = l10n.t(
      'None of the {0} samples is left for training. Hold out a smaller fraction for validation.',
      rows,
    );
    throw refusal('no-training-samples', path, message);
  }
  if (fraction === 0 || validation.length > 0) return [];
  const message = hasClasses
    ? l10n.t(
        'No samples are held out for validation, because there are {0} samples and each class keeps at least one for training.',
        rows,
      )
    : l10n.t(
        'No samples are held out for validation, because a fraction of {0} of {1} samples rounds to 0.',
        fraction,
        rows,
      );
  return [finding('no-validation-samples', path, message, { severity: 'warning' })];
}

/**
 * Fits the normalization of the inputs to the training samples.
 * @throws DataError where the inputs are too large to normalize
 */
function fitInputs(
  kind: 'standardize' | 'minMax',
  { names, values, encoding }: Pick<Inputs, 'names' | 'values' | 'encoding'>,
  rows: Uint32Array,
): Normalization {
  const fitted = fitNormalization(kind, values, rows);
  const normalization = kind === 'standardize' && encoding ? withCategories(fitted, encoding) : fitted;
  checkScale(normalization, names, 'normalize');
  return normalization;
}

/**
 * Fits the normalization of the targets to the training samples.
 * @throws DataError where the targets are classes, or too large to normalize
 */
function fitTargets({ task, names, values }: EncodedTargets, rows: Uint32Array): Normalization {
  if (task === 'classification') {
    const message = l10n.t(
      'Only numbers can be normalized, but the targets are classes. Remove "normalizeTargets".',
    );
    throw refusal('normalized-classes', ['data', 'normalizeTargets'], message);
  }
  const normalization = fitNormalization('standardize', values, rows);
  checkScale(normalization, names, 'normalizeTargets');
  return normalization;
}

function checkScale(
  { shift, scale }: Normalization,
  names: readonly string[],
  key: 'normalize' | 'normalizeTargets',
): void {
  const bad = names.findIndex((_, i) => !Number.isFinite(shift[i]) || !Number.isFinite(scale[i]));
  if (bad === -1) return;
  const message = l10n.t('The numbers in "{0}" are too large to normalize. Use another unit.', names[bad]);
  throw refusal('too-large-to-normalize', ['data', key], message);
}
