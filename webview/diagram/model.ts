import * as l10n from '@vscode/l10n';
import type { LayerSnapshot, NetworkShape, Snapshot } from '../../src/protocol.js';
import { formatCount } from '../format.js';

/** The largest number of units that are drawn one by one. */
const mostUnits = 32;

export interface Column {
  /**
   * The number of the column's layer; 0 for the inputs. It differs from the column's index where earlier layers are
   * left out.
   */
  readonly layer: number;
  /** The number of units; 0 while the inputs are not known. */
  readonly count: number;
  readonly names: readonly string[];
  /** The name and the description: `h` and `16 relu`. */
  readonly title: string;
  readonly detail: string;
  /** Whether each unit is drawn; if not, the layer is one strip. */
  readonly drawn: boolean;
  /** `image`: the inputs are one; `patches`: the units' weights are images. */
  readonly kind: 'image' | 'patches' | null;
}

/** The names of a layer's parameters, as far as the config gives any. */
export interface ParameterNames {
  readonly weights: readonly (readonly string[])[] | null;
  readonly biases: readonly string[] | null;
}

/** The columns to draw: the inputs, then one for each layer. */
export interface Model {
  readonly columns: readonly Column[];
  /** The parameter names, where index c − 1 is that of the layer that ends in column c. */
  readonly parameters: readonly ParameterNames[];
}

/** Returns the model of a shape. `numbers` are the numbers of its layers where the shape leaves out some. */
export function modelOf(
  shape: NetworkShape,
  snapshot: Snapshot | null,
  numbers: readonly number[] = shape.layers.map((_, index) => index + 1),
): Model {
  const inputs = shape.inputNames.length || (snapshot?.layers.at(0)?.inputs ?? 0);
  const names = shape.inputNames.length > 0 ? shape.inputNames : numbered('i', Math.min(inputs, mostUnits));
  const { image = null } = snapshot ?? {};
  const detail = image ? `${image.rows} × ${image.columns}` : inputs === 0 ? '?' : formatCount(inputs);
  const input = column(0, inputs, names, l10n.t('inputs'), detail, image && 'image');
  const layers = shape.layers.map(({ units, unitNames, activation }, index) => {
    const last = index === shape.layers.length - 1;
    const title = commonPrefix(unitNames) ?? (last ? l10n.t('output') : l10n.t('layer {0}', numbers[index]));
    const kind = snapshot?.layers[index]?.patches ? 'patches' : null;
    return column(numbers[index], units, unitNames, title, `${formatCount(units)} ${activation}`, kind);
  });
  const parameters = shape.layers.map(({ weightNames, biasNames }) => ({
    weights: weightNames,
    biases: biasNames,
  }));
  return { columns: [input, ...layers], parameters };
}

function column(
  layer: number,
  count: number,
  names: readonly string[],
  title: string,
  detail: string,
  kind: Column['kind'],
): Column {
  const drawn = kind !== 'image' && count > 0 && count <= mostUnits;
  return { layer, count, names, title, detail, drawn, kind };
}

/** Returns whether layers are left out between a column and the one before it. */
export function isCutOff({ columns }: Pick<Model, 'columns'>, column: number): boolean {
  return column > 0 && columns[column].layer !== columns[column - 1].layer + 1;
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}

/** Returns the common prefix of names such as h1, h2, …; null where the names do not follow this pattern. */
function commonPrefix(names: readonly string[]): string | null {
  const prefix = names[0]?.match(/^(.*\D)\d+$/)?.[1];
  if (!prefix || !names.every((name, index) => name === `${prefix}${index + 1}`)) return null;
  return prefix.replace(/[._-]$/, '');
}

/** An element of the diagram that can be pointed at. Columns count from 0, the inputs. */
export type Target =
  | { readonly kind: 'unit'; readonly column: number; readonly unit: number }
  /** A weight of the layer that ends in `column`. */
  | { readonly kind: 'weight'; readonly column: number; readonly unit: number; readonly input: number }
  | { readonly kind: 'strip'; readonly column: number };

/** Returns whether an element is at the same place of two models, so that it can stay pinned. */
export function isInBoth(before: Model | null, after: Model, target: Target): boolean {
  if (!before || before.columns.length !== after.columns.length) return false;
  const { column } = target;
  const isSameLayer = before.columns[column].layer === after.columns[column].layer;
  return isSameLayer && contains(before, target) && contains(after, target);
}

function contains({ columns }: Model, target: Target): boolean {
  const { count, drawn } = columns[target.column];
  if (target.kind === 'strip') return !drawn;
  if (!drawn || target.unit >= count) return false;
  if (target.kind === 'unit') return true;
  const from = columns[target.column - 1];
  return from.drawn && target.input < from.count;
}

export function sameTarget(a: Target | null, b: Target | null): boolean {
  return a === b || (a !== null && b !== null && targetKey(a) === targetKey(b));
}

export function targetKey(target: Target): string {
  switch (target.kind) {
    case 'unit':
      return `u${target.column}.${target.unit}`;
    case 'weight':
      return `w${target.column}.${target.unit}.${target.input}`;
    case 'strip':
      return `s${target.column}`;
  }
}

/** Returns a weight; NaN where the snapshot does not contain it. */
export function weightOf(layer: LayerSnapshot | undefined, unit: number, input: number): number {
  return layer?.weights?.[unit * layer.inputs + input] ?? NaN;
}

export function biasOf(layer: LayerSnapshot | undefined, unit: number): number {
  return layer?.bias?.[layer.biasShared ? 0 : unit] ?? NaN;
}

export function outputOf(snapshot: Snapshot | null, column: number, unit: number): number {
  const values = column === 0 ? snapshot?.inputs : snapshot?.layers[column - 1]?.outputs;
  return values?.[unit] ?? NaN;
}
