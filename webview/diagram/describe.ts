import * as l10n from '@vscode/l10n';
import type { LayerSnapshot, Snapshot } from '../../src/protocol.js';
import { formatCount, formatValue } from '../format.js';
import { biasOf, isCutOff, outputOf, weightOf, type Model, type Target } from './model.js';

/** The description of an element of the diagram, shown in its card and read by a screen reader. */
export interface Description {
  readonly title: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
  /** A note on the rows that are left out; null where all are listed. */
  readonly more: string | null;
}

/** The largest number of incoming weights in a card. The table lists all of them. */
const mostWeights = 8;

export function describe(model: Model, snapshot: Snapshot | null, target: Target): Description {
  switch (target.kind) {
    case 'unit':
      return unit(model, snapshot, target);
    case 'weight':
      return weight(model, snapshot, target);
    case 'strip':
      return strip(model, snapshot, target.column);
  }
}

export function sentence({ title, rows, more }: Description): string {
  const values = rows.map(([label, value]) => `${label} ${value}`);
  return [title, ...values, ...(more === null ? [] : [more])].join(', ');
}

export function unitName({ columns }: Model, column: number, index: number): string {
  return columns[column].names[index] ?? String(index + 1);
}

/** Returns a weight's own name, else the names of the two units it connects. */
export function weightName(model: Model, column: number, unitIndex: number, input: number): string {
  const own = model.parameters[column - 1].weights?.[unitIndex]?.[input];
  return own ?? `${unitName(model, column - 1, input)} → ${unitName(model, column, unitIndex)}`;
}

export function biasName({ parameters }: Model, column: number, index: number): string {
  const names = parameters[column - 1].biases;
  return names?.[index] ?? names?.[0] ?? l10n.t('bias');
}

type Place<K extends Target['kind']> = Extract<Target, { kind: K }>;
type Row = readonly [string, string];

function unit(model: Model, snapshot: Snapshot | null, { column, unit: index }: Place<'unit'>): Description {
  const name = unitName(model, column, index);
  const output = outputOf(snapshot, column, index);
  if (column === 0)
    return { title: l10n.t('Input {0}', name), rows: known([l10n.t('value'), output]), more: null };
  const layer = snapshot?.layers[column - 1];
  const last = column === model.columns.length - 1;
  const own = [
    ...known([l10n.t('output'), output]),
    ...(last ? known([l10n.t('target'), snapshot?.targets?.[index] ?? NaN]) : []),
    ...known([biasLabel(model, layer, column, index), biasOf(layer, index)]),
  ];
  const incoming =
    layer?.weights && !isCutOff(model, column)
      ? Array.from({ length: layer.inputs }, (_, input) => input)
      : [];
  const weights = incoming
    .slice(0, mostWeights)
    .flatMap((input) => known([weightName(model, column, index, input), weightOf(layer, index, input)]));
  const hidden = incoming.length - weights.length;
  const more =
    hidden > 0 ? l10n.t('and {0} more weights, listed in the table below', formatCount(hidden)) : null;
  return {
    title: l10n.t('{0}, {1} of layer {2}', name, kindOf(model, column), model.columns[column].layer),
    rows: [...own, ...weights],
    more,
  };
}

function kindOf({ columns }: Model, column: number): string {
  return columns[column].detail.replace(/^\S+ /, '');
}

function biasLabel(model: Model, layer: LayerSnapshot | undefined, column: number, index: number): string {
  const name = biasName(model, column, index);
  return layer?.biasShared ? l10n.t('{0}, shared by the layer', name) : name;
}

function weight(
  model: Model,
  snapshot: Snapshot | null,
  { column, unit: index, input }: Place<'weight'>,
): Description {
  const name = weightName(model, column, index, input);
  const ends = `${unitName(model, column - 1, input)} → ${unitName(model, column, index)}`;
  const layer = snapshot?.layers[column - 1];
  return {
    title: l10n.t('Weight {0}', name),
    rows: [
      ...(name === ends ? [] : [[l10n.t('from, to'), ends] as const]),
      ...known([l10n.t('value'), weightOf(layer, index, input)]),
      ...known([l10n.t('its input'), outputOf(snapshot, column - 1, input)]),
    ],
    more: null,
  };
}

function strip({ columns }: Model, snapshot: Snapshot | null, column: number): Description {
  const { count, title } = columns[column];
  const layer = snapshot?.layers[column - 1];
  const rows: Row[] = [];
  if (layer) {
    rows.push([l10n.t('weights'), `${formatCount(layer.units)} × ${formatCount(layer.inputs)}`]);
    rows.push([l10n.t('from'), formatValue(layer.minWeight)], [l10n.t('to'), formatValue(layer.maxWeight)]);
  }
  const counted =
    column === 0
      ? l10n.t('{0} inputs', formatCount(count))
      : l10n.t('{0}: {1} units', title, formatCount(count));
  const more =
    column === 0 ? null : l10n.t('There are too many to draw one by one, so each cell is an average');
  return { title: counted, rows, more };
}

function known([label, value]: readonly [string, number]): Row[] {
  return Number.isNaN(value) ? [] : [[label, formatValue(value, 6)]];
}
