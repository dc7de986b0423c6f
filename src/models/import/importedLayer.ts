import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import { limits } from '../../engine/limits.js';
import type { Floats } from '../../engine/model/network.js';
import type { ActivationName } from '../../engine/model/spec.js';
import { ModelError, type NamedTensor } from '../namedTensor.js';

/** A fully connected layer of another program's network. */
export interface ImportedLayer {
  readonly inputs: number;
  readonly units: number;
  /** The weights, [units][inputs]. */
  readonly weights: Floats;
  readonly bias: Floats | null;
  /** The activation; null where the file does not know it. */
  readonly activation: ActivationName | null;
}

/** Returns the shape of a tensor as text. */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** @throws ModelError where tensors have more values together than a network may have */
export function checkTotal(total: number): void {
  if (total > limits.parameters)
    throw new ModelError(l10n.t('it has more than {0} million values', limits.parameters / 1e6));
}

/** @throws ModelError where a value is not finite */
export function checkFinite({ name, values }: NamedTensor): void {
  if (!values.every(Number.isFinite))
    throw new ModelError(l10n.t('the tensor "{0}" has a value that is not a finite number', shorten(name)));
}

/** @throws ModelError where a layer does not have as many inputs as the layer before it has units */
export function checkChain(layers: readonly ImportedLayer[]): void {
  if (layers.length === 0) throw new ModelError(l10n.t('it has no weights of a dense layer'));
  if (layers.length > limits.layers)
    throw new ModelError(l10n.t('it has more than {0} layers', limits.layers));
  const wrong = layers.findIndex(({ inputs }, i) => i > 0 && inputs !== layers[i - 1].units);
  if (wrong === -1) return;
  throw new ModelError(
    l10n.t(
      'layer {0} has {1} inputs, but the layer before it has {2} units',
      wrong + 1,
      layers[wrong].inputs,
      layers[wrong - 1].units,
    ),
  );
}
