import * as l10n from '@vscode/l10n';
import type { LayerSpec, NetworkSpec } from '../engine/model/spec.js';
import type { Floats, Matrix, Network } from '../engine/model/network.js';
import { alignRows, formatNumber } from './table.js';

/** The values of a layer: its parameters, or their gradients (null where they are frozen). */
interface LayerValues {
  readonly weights: Floats | null;
  readonly bias: Floats | null;
}

/** Returns a matrix as rows of numbers. */
export const matrixRows = ({ values, columns }: Matrix): number[][] => toRows(values, columns);

/** Returns the layers as `--json` prints them: `bias` is null where there is none, and a number where it is shared. */
export function layerRecords({ layers }: Network, values: readonly LayerValues[]) {
  return layers.map(({ inputs, biasShared }, i) => {
    const { weights, bias } = values[i];
    return { weights: weights && toRows(weights, inputs), bias: bias && (biasShared ? bias[0] : [...bias]) };
  });
}

/** The maximum number of values in a table, and of columns that fit on a terminal. */
const readable = 64;
const widest = 10;

const isReadable = ({ layers }: Network): boolean =>
  layers.every(({ inputs }) => inputs <= widest) &&
  layers.reduce((sum, { weights }) => sum + weights.length, 0) <= readable;

/** Returns the layers' values as tables with a row for each unit, or no lines if the network is too large to read. */
export function layerTables(
  network: Network,
  spec: NetworkSpec,
  inputNames: readonly string[],
  values: readonly LayerValues[],
): string[] {
  if (!isReadable(network)) return [];
  return network.layers.flatMap((layer, i) => {
    const incoming = i === 0 ? inputNames : unitNames(spec.layers[i - 1], i - 1);
    return ['', ...alignRows(layerRows(spec.layers[i], i, incoming, values[i], layer.biasShared))];
  });
}

function layerRows(
  spec: LayerSpec,
  index: number,
  incoming: readonly string[],
  { weights, bias }: LayerValues,
  biasShared: boolean,
): string[][] {
  const header = [
    l10n.t('Layer {0}', index + 1),
    ...(weights ? incoming : []),
    ...(bias ? [l10n.t('bias')] : []),
  ];
  const units = unitNames(spec, index).map((name, unit) => {
    const incomingWeights = weights ? toRows(weights, incoming.length)[unit] : [];
    const cells = incomingWeights.map((value, i) => named(spec.weightNames?.[unit]?.[i], value));
    const biasIndex = biasShared ? 0 : unit;
    return [name, ...cells, ...(bias ? [named(spec.bias?.names?.[biasIndex], bias[biasIndex])] : [])];
  });
  return [header, ...units];
}

const named = (name: string | undefined, value: number): string =>
  name ? `${name}=${formatNumber(value)}` : formatNumber(value);

export const unitNames = ({ names, units }: LayerSpec, index: number): readonly string[] =>
  names ?? Array.from({ length: units }, (_, unit) => l10n.t('unit {0}.{1}', index + 1, unit + 1));

/** Returns a table of outputs next to their targets with a row for each sample, or no lines if there are too many. */
export function outputTable(outputs: Matrix, targets: Matrix, names: readonly string[]): string[] {
  if (outputs.columns > widest / 2 || outputs.values.length > readable) return [];
  const header = [l10n.t('Sample'), ...names.flatMap((name) => [name, l10n.t('target')])];
  const [given, wanted] = [matrixRows(outputs), matrixRows(targets)];
  const rows = given.map((row, r) => [
    String(r + 1),
    ...row.flatMap((value, c) => [formatNumber(value), formatNumber(wanted[r][c])]),
  ]);
  return ['', ...alignRows([header, ...rows])];
}

function toRows(values: Floats, columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, row) => [
    ...values.subarray(row * columns, (row + 1) * columns),
  ]);
}
