import * as l10n from '@vscode/l10n';
import type { Task } from '../engine/model/dataset.js';
import { readDerived } from './derived.js';
import { checkKeys } from './keys.js';
import { readNames, readRows, readStrings, type Rows } from './matrix.js';
import { readName } from './names.js';
import { readFraction, readWhole } from './numbers.js';
import { readPartFiles } from './partFiles.js';
import type { Report } from './report.js';
import { generatorNames, type DataSource, type DataSpec } from './spec.js';
import { readTableOptions, tableKeys } from './tableOptions.js';
import { asItems, asNumber, asString, keyOf, member, property, type Value } from './tree.js';

export const normalizations = [
  'none',
  'standardize',
  'minMax',
] as const satisfies readonly DataSpec['normalize'][];
export const targetNormalizations = [
  'none',
  'standardize',
] as const satisfies readonly DataSpec['normalizeTargets'][];
export const tasks = ['classification', 'regression'] as const satisfies readonly Task[];

const sources = {
  inline: ['inputs', 'targets', 'inputNames', 'targetNames'],
  table: ['file', 'target', 'features', 'task', ...tableKeys],
  idx: ['images', 'labels'],
  generator: ['generator', 'samples', 'noise'],
};
const commonKeys = [
  'derived',
  'normalize',
  'normalizeTargets',
  'classWeights',
  'validationSplit',
  'validation',
  'test',
];

export function readData(report: Report, value: Value): DataSpec {
  const splitMessage = l10n.t(
    'The fraction of the samples that is held out for validation must be from 0 to below 1, such as 0.2.',
  );
  const source = readSource(report, value);
  return {
    ...source,
    derived: readDerived(report, member(value, 'derived'), source.kind === 'idx'),
    ...readPartFiles(report, value, source.kind),
    normalize: readNormalization(report, member(value, 'normalize'), normalizations),
    normalizeTargets: readNormalization(report, member(value, 'normalizeTargets'), targetNormalizations),
    classWeights: readClassWeights(report, member(value, 'classWeights')),
    validationSplit: readFraction(report, value, 'validationSplit', splitMessage),
  };
}

function readNormalization<Name extends string>(
  report: Report,
  value: Value,
  names: readonly Name[],
): Name | 'none' {
  const unknown = (word: string) => l10n.t('Unknown normalization "{0}".', word);
  return readName(report, value, names, 'unknown-normalization', unknown) ?? 'none';
}

/** Reads `balanced` or weights by class. Whether these are classes of the data is checked when the data is loaded. */
function readClassWeights(report: Report, value: Value): DataSpec['classWeights'] {
  if (value?.type !== 'object') {
    const unknown = (word: string) => l10n.t('Unknown class weights "{0}".', word);
    return readName(report, value, ['balanced'] as const, 'unknown-class-weights', unknown) ?? null;
  }
  const weights = value.properties.map(({ keyNode, valueNode }) => [keyNode.value, asNumber(valueNode) ?? 1]);
  return Object.fromEntries(weights) as Readonly<Record<string, number>>;
}

function readSource(report: Report, value: Value): DataSource {
  const kind = sourceOf(value);
  const all = Object.values(sources).flat();
  const own = kind ? sources[kind] : all;
  checkKeys(report, value, [...own, ...commonKeys], all);
  if (kind) checkOneSource(report, value, kind);
  switch (kind) {
    case 'table':
      return readTable(report, value);
    case 'idx':
      return readIdx(value);
    case 'generator':
      return readGenerator(report, value);
    case 'inline':
      return readInline(report, value);
    case undefined:
      if (value?.type === 'object') reportNoSource(report, value);
      return { kind: 'inline', inputs: [], targets: [], inputNames: null, targetNames: null };
  }
}

/** Returns the first of the four kinds of source that the object has an identifying key of. */
function sourceOf(value: Value): keyof typeof sources | undefined {
  const has = (key: string) => member(value, key) !== undefined;
  if (has('inputs') || has('targets')) return 'inline';
  if (has('file')) return 'table';
  if (has('images') || has('labels')) return 'idx';
  return has('generator') ? 'generator' : undefined;
}

/** Reports keys that belong to another kind of source than the given one. */
function checkOneSource(report: Report, value: Value, kind: keyof typeof sources): void {
  const identifying = sources[kind].find((key) => member(value, key)) ?? '';
  const others = Object.values(sources)
    .flat()
    .filter((key) => !sources[kind].includes(key));
  for (const other of others) {
    const at = property(value, other)?.keyNode;
    const message = l10n.t(
      '"{0}" cannot be combined with "{1}", because the samples come from a single source. Remove one of them.',
      other,
      identifying,
    );
    if (at) report.error('two-sources', at, message);
  }
}

function reportNoSource(report: Report, value: NonNullable<Value>): void {
  const message = l10n.t(
    'The source of the samples is missing. Give "inputs" and "targets", a CSV "file" with its "target", "images" and "labels", or a "generator".',
  );
  report.error('missing-data', keyOf(value), message);
}

function readInline(report: Report, value: Value): DataSource {
  const inputs = readRows(report, member(value, 'inputs'));
  const targets = readRows(report, member(value, 'targets'));
  if (inputs) checkWidths(report, inputs);
  if (targets) checkWidths(report, targets);
  if (inputs?.rows.length && targets?.rows.length && inputs.rows.length !== targets.rows.length) {
    const [found, samples] = [targets.rows.length, inputs.rows.length];
    const message = l10n.t(
      'There are {0} rows of targets for {1} rows of inputs. Give one row of each for every sample.',
      found,
      samples,
    );
    report.error('samples-mismatch', targets.value, message);
  }
  return {
    kind: 'inline',
    inputs: inputs?.rows.map((row) => row.numbers) ?? [],
    targets: targets?.rows.map((row) => row.numbers) ?? [],
    inputNames: readColumnNames(report, member(value, 'inputNames'), inputs),
    targetNames: readColumnNames(report, member(value, 'targetNames'), targets),
  };
}

function checkWidths(report: Report, { value, rows }: Rows): void {
  if (rows.length === 0)
    report.error('no-samples', value, l10n.t('There are no samples here. Give one row for each sample.'));
  else if (rows[0].numbers.length === 0)
    report.error('no-samples', rows[0].value, l10n.t('This row is empty. Fill it in or remove it.'));
  const width = rows[0]?.numbers.length;
  for (const row of rows) {
    if (row.numbers.length === width) continue;
    if (report.isFull) return;
    const message = l10n.t('This row has {0} numbers, but the first row has {1}.', row.numbers.length, width);
    report.error('ragged-rows', row.value, message);
  }
}

const readColumnNames = (report: Report, value: Value, table: Rows | undefined) => {
  const columns = table?.rows[0]?.numbers.length ?? null;
  return readNames(report, value, columns, (names) =>
    l10n.t('There are {0} names for {1} columns. Give one name for each column.', names, columns ?? 0),
  );
};

function readTable(report: Report, value: Value): DataSource {
  const unknown = (word: string) => l10n.t('Unknown task "{0}".', word);
  const targets = readColumns(report, member(value, 'target')) ?? [];
  const features = readColumns(report, member(value, 'features'));
  const given = member(value, 'features');
  const targetNames = new Set(targets);
  const known = given && features?.find((name) => targetNames.has(name));
  if (known !== undefined) {
    const at = asItems(given)?.find((item) => asString(item) === known) ?? given;
    if (at)
      report.warning(
        'target-as-feature',
        at,
        l10n.t(
          '"{0}" is the target, so as an input it reveals what is to be predicted. Remove it from "features".',
          known,
        ),
      );
  }
  return {
    kind: 'table',
    file: asString(member(value, 'file')) ?? '',
    features,
    targets,
    task: readName(report, member(value, 'task'), tasks, 'unknown-task', unknown) ?? null,
    options: readTableOptions(report, value),
  };
}

/** Reads a column's name or a list of names. Returns null where there is none. */
function readColumns(report: Report, value: Value): readonly string[] | null {
  const name = asString(value);
  if (name !== undefined) return [name];
  const names = readStrings(report, value) ?? null;
  if (value && names?.length === 0)
    report.error('no-columns', value, l10n.t('The name of the column is missing.'));
  return names;
}

function readIdx(value: Value): DataSource {
  return {
    kind: 'idx',
    images: asString(member(value, 'images')) ?? '',
    labels: asString(member(value, 'labels')) ?? '',
  };
}

function readGenerator(report: Report, value: Value): DataSource {
  const unknown = (word: string) => l10n.t('Unknown generator "{0}".', word);
  const generator = readName(
    report,
    member(value, 'generator'),
    generatorNames,
    'unknown-generator',
    unknown,
  );
  return {
    kind: 'generator',
    generator: generator ?? 'xor',
    samples: readWhole(report, value, 'samples') ?? 200,
    noise: asNumber(member(value, 'noise')) ?? 0.1,
  };
}
