import type { Dataset, ImageSize } from '../engine/model/dataset.js';
import { forward } from '../engine/pass/forward.js';
import type { Floats, Layer, Matrix, Network } from '../engine/model/network.js';
import type { LayerSnapshot, Snapshot } from '../protocol.js';

/** The maximum number of units (or inputs) that are drawn individually. */
export const drawnUnits = 32;
/** The number of first and of last layers that are drawn of a deep network. The page omits the others as well. */
const drawnEnds = 8;
/** The maximum number of cells along each side of a heat map. */
const gridSide = 64;

/** The maximum number of first units whose weights are shown as images, and of pixels of all of them. */
const most = { patches: 64, pixels: 1 << 16 };

/**
 * Returns the network with the values of one sample, as copies because training changes the originals. The validation
 * samples are counted after the training samples.
 */
export function snapshotOf(network: Network, dataset: Dataset, epoch: number, wanted: number): Snapshot {
  const { training, validation, image } = dataset;
  const { rows } = training.inputs;
  const sample = Math.min(wanted, rows + (validation?.inputs.rows ?? 0) - 1);
  const [part, index] = validation && sample >= rows ? [validation, sample - rows] : [training, sample];
  const inputs = row(part.inputs, index);
  const values = forward(network, { rows: 1, columns: inputs.length, values: inputs });
  return {
    epoch,
    sample,
    inputs: whereDrawn(inputs),
    targets: whereDrawn(row(part.targets, index)),
    image: image && { ...image, pixels: pixelsOf(inputs, dataset) },
    layers: network.layers.map((layer, number) => {
      const whole = layerSnapshot(layer, values[number].outputs.values);
      if (number === 0 && image) return { ...whole, patches: patchesOf(layer, image) };
      return isDrawn(number, network.layers.length) ? whole : { ...whole, ...leftOut };
    }),
  };
}

/** Returns the inputs before they were normalized. */
export function pixelsOf(inputs: Floats, { normalization }: Pick<Dataset, 'normalization'>): Float32Array {
  const { shift, scale } = normalization ?? {};
  return Float32Array.from(inputs, (value, i) => value * (scale?.[i] ?? 1) + (shift?.[i] ?? 0));
}

function patchesOf({ units, inputs, weights }: Layer, size: ImageSize): LayerSnapshot['patches'] {
  const count = Math.min(units, most.patches, Math.floor(most.pixels / inputs));
  return count > 0 ? { count, size, values: Float32Array.from(weights.subarray(0, count * inputs)) } : null;
}

const leftOut = { weights: null, bias: null, outputs: null, heat: null } as const;

/** Returns whether the layer at `index`, from 0, of `count` layers is drawn. */
export function isDrawn(index: number, count: number): boolean {
  return count <= 2 * drawnEnds || index < drawnEnds || index >= count - drawnEnds;
}

function layerSnapshot(layer: Layer, outputs: Floats): LayerSnapshot {
  const { inputs, units, activation, weights, bias, biasShared } = layer;
  const isSmall = units <= drawnUnits && inputs <= drawnUnits;
  let minWeight = Infinity;
  let maxWeight = -Infinity;
  for (const weight of weights) {
    if (weight < minWeight) minWeight = weight;
    if (weight > maxWeight) maxWeight = weight;
  }
  return {
    inputs,
    units,
    activation,
    weights: isSmall ? weights.slice() : null,
    bias: bias && whereDrawn(bias),
    biasShared,
    outputs: whereDrawn(outputs),
    heat: isSmall ? null : heatOf(layer),
    patches: null,
    minWeight,
    maxWeight,
  };
}

/** Returns the mean weight of each cell of a grid, in which rows are units and columns are inputs. */
export function heatOf({
  weights,
  units,
  inputs,
}: Pick<Layer, 'weights' | 'units' | 'inputs'>): LayerSnapshot['heat'] {
  const rows = Math.min(units, gridSide);
  const columns = Math.min(inputs, gridSide);
  const sums = new Float64Array(rows * columns);
  const counts = new Float64Array(rows * columns);
  for (let unit = 0; unit < units; unit++) {
    const start = Math.floor((unit * rows) / units) * columns;
    for (let input = 0; input < inputs; input++) {
      const cell = start + Math.floor((input * columns) / inputs);
      sums[cell] += weights[unit * inputs + input];
      counts[cell]++;
    }
  }
  return { rows, columns, values: Float32Array.from(sums, (sum, cell) => sum / counts[cell]) };
}

function row({ columns, values }: Matrix, index: number): Floats {
  return values.slice(index * columns, (index + 1) * columns);
}

const whereDrawn = (values: Floats): Floats | null => (values.length <= drawnUnits ? values.slice() : null);
