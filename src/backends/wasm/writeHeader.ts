import type { Network } from '../../engine/model/network.js';
import type { TrainingSpec } from '../../engine/model/spec.js';
import * as at from './layout.js';
import { lossOf, type Program } from './program.js';

/** Writes what stays constant during a run: the tables of the layers and the constants of training. */
export function writeHeader(
  buffer: SharedArrayBuffer,
  program: Program,
  network: Network,
  training: TrainingSpec,
  batchSize: number,
): void {
  const ints = new Int32Array(buffer);
  const set = (address: number, value: number) => (ints[address >> 2] = value);
  const constants = new DataView(buffer);
  const setFloat = (address: number, value: number) => constants.setFloat64(address, value, true);
  network.layers.forEach((layer, index) => {
    const places = program.layers[index];
    const [slot = 0, slot2 = 0] = places.weightSlots;
    const [biasSlot = 0, biasSlot2 = 0] = places.biasSlots;
    const trained = places.gradient !== 0 || places.biasGradient !== 0;
    const fields: readonly (readonly [number, number])[] = [
      [at.L_INPUTS, layer.inputs],
      [at.L_UNITS, layer.units],
      [at.L_PITCH, places.pitch],
      [at.L_WEIGHTS, places.weights],
      [at.L_TRANSPOSED, places.transposed],
      [at.L_BIAS, places.bias],
      [at.L_FORWARD, places.forward],
      [at.L_BACKWARD, places.backward],
      [at.L_NETS, places.nets],
      [at.L_OUTPUTS, places.outputs],
      [at.L_PASSED, places.passed],
      [at.L_DELTA, places.delta],
      [at.L_DELTA_PANELS, places.deltaPanels],
      [at.L_GRADIENT, places.gradient],
      [at.L_BIAS_GRADIENT, places.biasGradient],
      [at.L_WEIGHT_SLOT, slot],
      [at.L_WEIGHT_SLOT2, slot2],
      [at.L_BIAS_SLOT, biasSlot],
      [at.L_BIAS_SLOT2, biasSlot2],
      [at.L_SHARED_BIAS, places.sharedBias],
      [at.L_MASK, places.mask],
      [at.L_TRAINED, trained ? 1 : 0],
    ];
    for (const [field, value] of fields) set(at.TABLES + index * at.TABLE_SIZE + field, value);
  });
  const { kind, factor, columns } = lossOf(network);
  const { l1, l2 } = training.regularization;
  set(at.LAYERS, network.layers.length);
  set(at.BATCH_SIZE, batchSize);
  set(at.GATHERED_INPUTS, program.gatheredInputs);
  set(at.GATHERED_TARGETS, program.gatheredTargets);
  set(at.LOSS, kind);
  set(at.LOWEST, program.lowest);
  set(at.FUSED, program.fused ? 1 : 0);
  set(at.PENALIZED, l1 !== 0 || l2 !== 0 ? 1 : 0);
  set(at.CLIPPED, training.clipGradientNorm === null ? 0 : 1);
  set(at.RATES, program.rates);
  set(at.CAPACITY, program.capacity);
  set(at.PACKED, program.packed.from);
  set(at.PACKED_SIZE, program.packed.size);
  setFloat(at.LOSS_FACTOR, factor);
  setFloat(at.LOSS_COLUMNS, columns);
  setFloat(at.L1, l1);
  setFloat(at.L2, l2);
  setFloat(at.CLIP, training.clipGradientNorm ?? 0);
  setFloat(at.GRADIENT_SCALE, 1);
  writeOptimizer(training, set, setFloat);
}

function writeOptimizer(
  { optimizer }: TrainingSpec,
  set: (address: number, value: number) => void,
  setFloat: (address: number, value: number) => void,
): void {
  switch (optimizer.type) {
    case 'sgd':
      set(at.OPTIMIZER, at.SGD);
      setFloat(at.MOMENTUM, optimizer.momentum);
      setFloat(at.NESTEROV, optimizer.nesterov ? 1 : 0);
      setFloat(at.WEIGHT_DECAY, optimizer.weightDecay);
      break;
    case 'adagrad':
      set(at.OPTIMIZER, at.ADAGRAD);
      setFloat(at.EPSILON, optimizer.epsilon);
      setFloat(at.WEIGHT_DECAY, optimizer.weightDecay);
      break;
    case 'rmsprop':
      set(at.OPTIMIZER, at.RMSPROP);
      setFloat(at.BETA2, optimizer.alpha);
      setFloat(at.EPSILON, optimizer.epsilon);
      setFloat(at.MOMENTUM, optimizer.momentum);
      setFloat(at.WEIGHT_DECAY, optimizer.weightDecay);
      break;
    case 'adam':
    case 'adamw':
      set(at.OPTIMIZER, at.ADAM);
      setFloat(at.BETA1, optimizer.betas[0]);
      setFloat(at.BETA2, optimizer.betas[1]);
      setFloat(at.EPSILON, optimizer.epsilon);
      setFloat(at.WEIGHT_DECAY, optimizer.type === 'adam' ? optimizer.weightDecay : 0);
      break;
    case 'perceptron':
      throw new Error('The perceptron rule does not go by gradients.');
  }
}
