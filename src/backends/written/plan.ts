import type { BackendTask } from '../../engine/training/backend.js';
import { fusedLoss, losses } from '../../engine/model/losses.js';
import type { Layer, Network } from '../../engine/model/network.js';
import { activationNames, type ActivationName, type LossName } from '../../engine/model/spec.js';
import { layoutOf, type Layout } from './parameterLayout.js';
import { watchLimit } from './lossCode.js';
import { rounding, variables, type Round } from './codeText.js';

/** The network that a program is generated for, with the names of its values. */
export interface Plan extends BackendTask {
  readonly network: Network;
  readonly layers: readonly PlannedLayer[];
  /** The index of the first layer that is trained. */
  readonly lowest: number;
  readonly loss: LossName;
  /** Whether the loss is fused with the last layer's activation. */
  readonly fused: boolean;
  /** The number of outputs that a mean is taken over, at least 1, besides the rows; null for a sum. */
  readonly meanOver: number | null;
  readonly targets: readonly string[];
  readonly layout: Layout;
  readonly round: Round;
}

export interface PlannedLayer {
  readonly layer: Layer;
  readonly activation: ActivationName;
  readonly inputs: readonly string[];
  readonly nets: readonly string[];
  readonly outputs: readonly string[];
  /** The names of the gradients, first of the outputs, then of the net inputs. */
  readonly gradients: readonly string[];
  /** The position of the layer's first parameter. */
  readonly weights: number;
  readonly bias: number;
}

/**
 * Returns the plan, or null where a function is user-defined or a step is not a separate sum over the rows for each
 * parameter.
 */
export function planOf(task: BackendTask): Plan | null {
  const { state, samples, training } = task;
  const { network, slots } = state;
  const { loss } = network;
  const known = network.layers.flatMap(({ activation }) =>
    activationNames.filter((name) => name === activation),
  );
  if (typeof loss !== 'string' || known.length < network.layers.length) return null;
  if (training.optimizer.type === 'perceptron') return null;
  if (training.clipGradientNorm !== null || network.layers.some(({ dropout }) => dropout > 0)) return null;
  const lowest = network.layers.findIndex(isTrained);
  if (lowest < 0 || !samples.targets.values.every((target) => Math.abs(target) < watchLimit)) return null;
  const layout = layoutOf(network, slots[0].length);
  const fused = fusedLoss(known[known.length - 1], loss);
  const { columns } = samples.targets;
  return {
    ...task, network, lowest, loss, layout,
    layers: network.layers.map((layer, index) => planLayer(layer, index, known[index], layout)),
    fused: fused !== null,
    meanOver: network.reduction === 'sum' ? null : (fused ?? losses[loss]).meanOverOutputs ? columns : 1,
    targets: variables('t', 0, columns),
    round: rounding(network.precision),
  }; // prettier-ignore
}

function planLayer(
  layer: Layer,
  index: number,
  activation: ActivationName,
  { layers }: Layout,
): PlannedLayer {
  return {
    layer,
    activation,
    inputs: variables('y', index, layer.inputs),
    nets: variables('x', index + 1, layer.units),
    outputs: variables('y', index + 1, layer.units),
    gradients: variables('d', index + 1, layer.units),
    ...layers[index],
  };
}

function isTrained({ weightsTrainable, bias, biasTrainable }: Layer): boolean {
  return weightsTrainable || (bias !== null && biasTrainable);
}
