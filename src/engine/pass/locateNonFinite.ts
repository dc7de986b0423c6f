import type { Rows } from '../maths/products.js';
import type { Failure, Witness } from '../model/metrics.js';
import type { Floats, LayerGradients, Network } from '../model/network.js';
import type { Pass } from './pass.js';

/** The place of the first NaN or infinity. Layers count from 1; 0 is the data. */
export type Origin = Pick<Failure, 'layer' | 'quantity' | 'value' | 'witness'>;

/** Finds the first value that is not finite in a chunk after its pass, in the order of computation. */
export function locateInPass(pass: Pass): Origin | null {
  const { inputs, layers, rows } = pass;
  const at = (layer: number, quantity: Origin['quantity'], found: Found): Origin => ({
    layer,
    quantity,
    value: found.value,
    witness: { ...sampleOf(pass, found.row), unit: found.column, output: null, target: null },
  });
  const input = inRows({ ...inputs }, rows);
  if (input) return at(0, 'input', input);
  for (const [index, { nets, outputs }] of layers.entries()) {
    const net = inRows(nets, rows);
    if (net) return at(index + 1, 'net', net);
    const output = inRows(outputs, rows);
    if (output) return at(index + 1, 'output', output);
  }
  if (!Number.isFinite(pass.lossSum)) return locateInLoss(pass);
  for (const [index, { gradient }] of [...layers.entries()].reverse()) {
    const found = gradient && inRows(gradient, rows);
    if (found) return at(index + 1, 'gradient', found);
  }
  return null;
}

/** Finds the first sample whose error is not finite; returns no witness where only the sum of the errors is not. */
function locateInLoss(pass: Pass): Origin {
  const { output, loss, rows, lossSum: value } = pass;
  const { columns, outputs, targets } = output;
  const origin = { layer: null, quantity: 'loss', value } as const;
  for (let row = 0; row < rows; row++) {
    if (Number.isFinite(loss.sum(output, row, row + 1))) continue;
    const unit = firstBadOutput(pass, row);
    const at = row * columns + (unit ?? 0);
    const values = { output: outputs[at], target: targets.values[targets.offset + at] };
    return { ...origin, witness: { ...sampleOf(pass, row), unit, ...values } };
  }
  return origin;
}

/** Finds the first output whose own error is not finite; null where only their sum in the row is not finite. */
function firstBadOutput({ output, loss }: Pass, row: number): number | null {
  const { nets, outputs, targets, columns } = output;
  const single = { nets, outputs, targets: { ...targets, columns: 1 }, columns: 1 };
  for (let unit = 0; unit < columns; unit++) {
    const at = row * columns + unit;
    if (!Number.isFinite(loss.sum(single, at, at + 1))) return unit;
  }
  return null;
}

/** Returns the sample of a row of a chunk, and its largest input. */
function sampleOf({ inputs, order, start }: Pass, row: number): Pick<Witness, 'sample' | 'input'> {
  const { values, offset, columns } = inputs;
  const from = offset + row * columns;
  let index = 0;
  for (let i = 1; i < columns; i++)
    if (Math.abs(values[from + i]) > Math.abs(values[from + index])) index = i;
  return {
    sample: order ? order[start + row] : start + row,
    input: { index, value: values[from + index] },
  };
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

interface Found {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

function inRows({ values, offset, columns }: Rows, rows: number): Found | undefined {
  const found = values.subarray(offset, offset + rows * columns);
  const index = found.findIndex((value) => !Number.isFinite(value));
  return index === -1
    ? undefined
    : { row: Math.floor(index / columns), column: index % columns, value: found[index] };
}

function firstNotFinite(values: Floats | null): number | undefined {
  return values?.find((value) => !Number.isFinite(value));
}
