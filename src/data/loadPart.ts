import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import type { PartName } from '../config/partFiles.js';
import type { Finding } from '../config/problem.js';
import type { ColumnOptions, NetworkConfig, PartFiles } from '../config/spec.js';
import type { Normalization, Samples } from '../engine/model/dataset.js';
import type { Expression } from '../engine/maths/expression.js';
import { checkTargets, checkValues } from './checkTable.js';
import type { LoadOptions } from './dataFile.js';
import { withDerived } from './derivedInputs.js';
import { encodeTargets, type EncodedTargets } from './encodeTargets.js';
import type { Files } from './files.js';
import { DataError, refusal } from './finding.js';
import { gatherSamples } from './gatherSamples.js';
import { normalized } from './normalization.js';
import { readTable } from './readTable.js';
import type { Inputs, Table, Targets } from './table.js';

/** What was fitted to the training samples, which the samples of other files are prepared with. */
export interface Fitted {
  readonly table: Table;
  /** The inputs without the derived ones. */
  readonly inputs: Inputs;
  readonly derived: readonly Expression[];
  readonly targets: EncodedTargets;
  readonly normalization: Normalization | null;
  readonly targetNormalization: Normalization | null;
}

export interface PartSamples {
  readonly samples: Samples;
  /** The line of each sample in its file, from 1; absent for files without lines. */
  readonly lines?: Uint32Array;
  /** Information about the files, at the place in the config that names them. */
  readonly findings: readonly Finding[];
}

/**
 * Loads validation or test samples from files of their own, with the columns, the classes and the scales of the training
 * samples.
 * @throws DataError with the problems found in the files, at the place in the config that names them
 */
export async function loadPart(
  name: PartName,
  config: NetworkConfig,
  fitted: Fitted,
  files: Files,
  { signal }: LoadOptions,
): Promise<PartSamples> {
  const part = config.data[name];
  if (!part) throw new Error(`There are no files for ${name}.`);
  try {
    const table = await readTable(partConfig(config, part, fitted), files, { signal });
    const prepared = await prepare(table, config, fitted, signal);
    return { ...prepared, findings: prepared.findings.map((each) => placedAt(each, name, part)) };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(error.findings.map((finding) => placedAt(finding, name, part)));
  }
}

async function prepare(
  table: Table,
  config: NetworkConfig,
  fitted: Fitted,
  signal: AbortSignal | undefined,
): Promise<PartSamples> {
  const { derived, normalization, targetNormalization } = fitted;
  const given = encoded(table, fitted);
  const aligned = encodeTargets(alignedTargets(table.targets, fitted), config, table.rows);
  checkValues(table, given.values.columns + derived.length, aligned);
  const targets = targetNormalization
    ? { ...aligned, values: normalized(aligned.values, targetNormalization) }
    : aligned;
  checkTargets(targets, table, config);
  const inputs = await withDerived(given, table.rows, derived, { signal });
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const { precision } = config.training;
  const samples = await gatherSamples(rows, inputs, targets, normalization, precision, { signal });
  const findings = [...table.findings, ...given.findings];
  return { samples, findings, ...(table.lines && { lines: table.lines }) };
}

/** Returns a config whose data are those of a part. Its columns are read as those of the training samples were. */
function partConfig(config: NetworkConfig, part: PartFiles, { table, inputs }: Fitted): NetworkConfig {
  const { data } = config;
  if (data.kind === 'idx' && 'images' in part) return { ...config, data: { ...data, ...part } };
  if (data.kind !== 'table' || !('file' in part)) throw new Error('The part has files of another kind.');
  const names = inputs.encoding?.map(({ column }) => column) ?? inputs.names;
  const known = new Map(data.options.columns.map((column) => [column.name, column]));
  const columns = names.map((name): ColumnOptions => {
    const fitted = inputs.encoding?.find(({ column }) => column === name);
    const given = known.get(name) ?? { name, type: null, missing: null, categories: null };
    return { ...given, type: fitted?.content ?? given.type };
  });
  const targetColumns = data.options.columns.filter(({ name }) => data.targets.includes(name));
  const options = { ...data.options, columns: [...columns, ...targetColumns], dropDuplicates: false };
  const task = table.targets.kind === 'classes' ? 'classification' : table.targets.task;
  return { ...config, data: { ...data, file: part.file, features: names, task, options } };
}

/** Returns the inputs of a part without the derived ones. */
function encoded(table: Table, { table: training, inputs }: Fitted): Omit<Inputs, 'columns'> {
  const { image } = training;
  const sizeOf = ({ image: size }: Pick<Table, 'image'>): string =>
    size ? `${size.rows} × ${size.columns}` : '?';
  const given = { ...table.encode(inputs.encoding), encoding: inputs.encoding };
  const fits = given.values.columns === inputs.values.columns && sizeOf(table) === sizeOf({ image });
  if (fits) return given;
  const message = l10n.t(
    'The images have {0} pixels ({1}), but those of the training samples have {2} ({3}). Choose images of the same size.',
    given.values.columns, sizeOf(table), inputs.values.columns, sizeOf(training),
  ); // prettier-ignore
  throw refusal('part-image-size', ['data', 'images'], message);
}

/** Returns the targets of a part with the classes of the training samples. */
function alignedTargets(targets: Targets, { table, targets: fitted }: Fitted): Targets {
  const training = table.targets;
  if (targets.kind === 'numbers') return { ...targets, task: fitted.task };
  const { classes } = fitted;
  if (training.kind !== 'classes' || !classes) return targets;
  const index = new Map(classes.map((name, i) => [name, i]));
  const indices = targets.classes.map((name) => index.get(name) ?? -1);
  const row = targets.classOf.findIndex((each) => indices[each] === -1);
  if (row >= 0) throw unseen(targets.classes[targets.classOf[row]], row, targets.name);
  return { ...training, classes, classOf: targets.classOf.map((each) => indices[each]) };
}

function unseen(name: string, row: number, column: string) {
  const message = l10n.t(
    'Sample {0} has the class "{1}" in "{2}", which no training sample has. Correct it, or leave the sample out.',
    row + 1, shorten(name), shorten(column),
  ); // prettier-ignore
  return refusal('unseen-class', ['data', 'labels'], message);
}

/** Returns a finding about a part at the config's value that names its file, and with the file's name in its message. */
function placedAt(finding: Finding, name: PartName, part: PartFiles): Finding {
  const key = 'file' in part ? 'file' : finding.path[1] === 'labels' ? 'labels' : 'images';
  const file = 'file' in part ? part.file : key === 'labels' ? part.labels : part.images;
  const { severity, code, message, related } = finding;
  const isNamed = message.includes(shorten(file, 200));
  return {
    severity,
    code,
    path: ['data', name, key],
    message: isNamed ? message : l10n.t('{0}: {1}', shorten(file), message),
    ...(related && { related }),
  };
}
