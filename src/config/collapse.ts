import * as l10n from '@vscode/l10n';
import type { ASTNode } from 'vscode-json-languageservice';
import type { LayerSpec } from '../engine/model/spec.js';
import type { Report } from './report.js';
import { placeOf } from './tree.js';

type Matrix = readonly (readonly number[])[];

/** The affine map x ↦ W·x + b, with weights [outputs][inputs]. */
export interface Affine {
  readonly weights: Matrix;
  readonly bias: readonly number[];
}

/** Reports consecutive layers with no activation between them: W2·(W1·x + b1) + b2 = (W2·W1)·x + (W2·b1 + b2). */
export function adviseCollapse(
  report: Report,
  nodes: readonly ASTNode[],
  layers: readonly LayerSpec[],
): void {
  for (let first = 0; first < layers.length - 1; first++) {
    if (layers[first].activation !== 'identity') continue;
    let last = first + 1;
    while (last < layers.length - 1 && layers[last].activation === 'identity') last++;
    const at = placeOf(nodes[first], 'activation', 'units');
    report.info('collapsing-layers', at, message(layers.slice(first, last + 1), first + 1));
    first = last - 1;
  }
}

function message(layers: readonly LayerSpec[], first: number): string {
  const last = first + layers.length - 1;
  const why =
    layers.length === 2
      ? l10n.t(
          'Layers {0} and {1} have no activation between them, so together they can represent no more than one layer: W{1}·(W{0}·x + b{0}) + b{1} is again W·x + b.',
          first,
          last,
        )
      : l10n.t(
          'Layers {0} to {1} have no activation between them, so together they can represent no more than one layer: W·x + b.',
          first,
          last,
        );
  const advice = l10n.t('Add an activation between them, such as tanh, to benefit from the depth.');
  return [why, ...proof(layers), advice].join(' ');
}

/** Returns a sentence with the merged map where the file gives the weights and the map is small; else an empty array. */
function proof(layers: readonly LayerSpec[]): string[] {
  const isSmall = layers.every(({ weights }) => weights && weights.length * weights[0].length <= 1024);
  const merged = isSmall ? merge(layers) : null;
  if (!merged || merged.weights.length * merged.weights[0].length > 16) return [];
  const weights = `[${merged.weights.map(list).join(', ')}]`;
  return [l10n.t('With the given weights, W = {0} and b = {1}.', weights, list(merged.bias))];
}

const list = (numbers: readonly number[]): string =>
  `[${numbers.map((value) => String(Number(value.toPrecision(6)))).join(', ')}]`;

/** Returns the affine map that the layers compute together; null where not all of their weights are given. */
export function merge(layers: readonly LayerSpec[]): Affine | null {
  let merged: Affine | null = null;
  for (const layer of layers) {
    if (!layer.weights) return null;
    const next = { weights: layer.weights, bias: biasOf(layer) };
    merged = merged ? compose(next, merged) : next;
  }
  return merged;
}

function biasOf({ bias, units }: LayerSpec): readonly number[] {
  const value = bias?.value ?? 0;
  return typeof value === 'number' ? Array.from({ length: units }, () => value) : value;
}

function compose(outer: Affine, inner: Affine): Affine {
  const dot = (row: readonly number[], of: (k: number) => number) =>
    row.reduce((sum, w, k) => sum + w * of(k), 0);
  return {
    weights: outer.weights.map((row) => inner.weights[0].map((_, j) => dot(row, (k) => inner.weights[k][j]))),
    bias: outer.weights.map((row, i) => dot(row, (k) => inner.bias[k]) + outer.bias[i]),
  };
}
