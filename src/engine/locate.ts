import type { Rows } from './kernels.js';
import type { Failure } from './metrics.js';
import type { Floats, LayerGradients, Network } from './network.js';
import type { Pass } from './pass.js';

/** The place of the first NaN or infinity. Layers count from 1; 0 is the data. */
export type Origin = Pick<Failure, 'layer' | 'quantity' | 'value'>;

/** Finds the first value that is not finite in a chunk after its pass, in the order of computation. */
export function locateInPass(pass: Pass): Origin | null {
  const { inputs, layers, rows } = pass;
  const input = inRows({ ...inputs }, rows);
  if (input !== undefined) return { layer: 0, quantity: 'input', value: input };
  for (const [index, { nets, outputs }] of layers.entries()) {
    const net = inRows(nets, rows);
    if (net !== undefined) return { layer: index + 1, quantity: 'net', value: net };
    const output = inRows(outputs, rows);
    if (output !== undefined) return { layer: index + 1, quantity: 'output', value: output };
  }
  if (!Number.isFinite(pass.lossSum)) return { layer: null, quantity: 'loss', value: pass.lossSum };
  for (const [index, { gradient }] of [...layers.entries()].reverse()) {
    const value = gradient ? inRows(gradient, rows) : undefined;
    if (value !== undefined) return { layer: index + 1, quantity: 'gradient', value };
  }
  return null;
}

/** Finds the first gradient of a batch that is not finite, from the last layer back. */
export function locateInGradients(gradients: readonly LayerGradients[]): Origin | null {
  for (const [index, { weights, bias }] of [...gradients.entries()].reverse()) {
    const value = firstNotFinite(weights) ?? firstNotFinite(bias);
    if (value !== undefined) return { layer: index + 1, quantity: 'gradient', value };
  }
  return null;
}

/** Finds the first parameter that is not finite after a step. */
export function locateInParameters({ layers }: Network): Origin | null {
  for (const [index, { weights, bias }] of layers.entries()) {
    const weight = firstNotFinite(weights);
    if (weight !== undefined) return { layer: index + 1, quantity: 'weights', value: weight };
    const value = firstNotFinite(bias);
    if (value !== undefined) return { layer: index + 1, quantity: 'bias', value };
  }
  return null;
}

function inRows({ values, offset, columns }: Rows, rows: number): number | undefined {
  return firstNotFinite(values.subarray(offset, offset + rows * columns));
}

function firstNotFinite(values: Floats | null): number | undefined {
  return values?.find((value) => !Number.isFinite(value));
}
