import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { backprop } from '../commandLine.js';
import { mutated, written, type Json } from '../json.js';
import { defineTarget } from '../target.js';

const weights = [[0.0044, 0.0087], [0.005, 0.00998]]; // prettier-ignore
const outer = [[0.0822, 0.0827], [-0.0226, -0.0227]]; // prettier-ignore

const gradients: readonly Json[] = [
  { layers: [{ weights, bias: [0.00877, 0.00995] }, { weights: outer, bias: [0.1385, -0.0381] }] },
  { loss: 0.298, outputs: [[0.7514, 0.7729]], layers: [{ weights, bias: 0.0187 }, null] },
  { layers: [{ weights: [[null, 0.0087], null], bias: null }, { weights: outer }] },
  { W1: weights, b1: [0.00877, 0.00995], W2: outer, b2: [[0.1385], [-0.0381]] },
  { '0.weight': weights, '0.bias': [0.00877, 0.00995], '2.weight': outer, '2.bias': [0.1385, -0.0381] },
  { layers: [{ W: weights, b: [0.00877, 0.00995] }, { W: outer, b: [0.1385, -0.0381] }] },
  { net_h1: 0.3775, out_h1: 0.5933, net_o1: 1.1059, E_total: 0.2984, w1: 0.1498 },
  JSON.parse(JSON.stringify({ layers: [{ weights: [[1e-5, 3.2e-5], [1, 2]], bias: [0, 0] }] })) as Json,
]; // prettier-ignore

const nested = fc
  .tuple(fc.constantFrom('[', '{"layers":', '{"layers":[{"weights":', '{"layers":[{"weights":[['), fc.integer({ min: 2, max: 20_000 }))
  .map(([open, depth]) => open.repeat(depth)); // prettier-ignore
const long = fc
  .tuple(fc.constantFrom('"name": 1', '"w1": 0.1', '1.5', '[1]', '"a"'), fc.integer({ min: 1, max: 30_000 }))
  .map(([piece, n]) => {
    const pieces = Array.from({ length: n }, (_, i) => piece.replace('name', `name${i}`)).join();
    return piece.startsWith('"w') || piece.startsWith('"n')
      ? `{${pieces}}`
      : `{"layers":[{"weights":[${pieces}]}]}`;
  });

/** Gradients and quantities computed by hand to compare with, as JSON. */
export const compare = defineTarget<string>({
  name: 'compare',
  inputs: fc.oneof(
    { weight: 30, arbitrary: written(mutated(gradients)) },
    { weight: 1, arbitrary: nested },
    { weight: 1, arbitrary: long },
  ),
  async attempt(given, folder) {
    await writeFile(path.join(folder, 'mine.json'), given);
    const { events } = await backprop('check --json', compareConfig('mine.json'), folder, given);
    return events().some(({ compare, sheet }) => compare !== undefined || sheet !== undefined);
  },
  show: (given) => ({ 'test.backprop.json': compareConfig('mine.json'), 'mine.json': given }),
});

/** The worked example with two inputs, two hidden units and two outputs. */
export function compareConfig(compare: string): string {
  return JSON.stringify({
    layers: [
      { activation: 'sigmoid', weights: [[0.15, 0.2], [0.25, 0.3]], bias: { value: 0.35, shared: false } },
      { activation: 'sigmoid', weights: [[0.4, 0.45], [0.5, 0.55]], bias: { value: 0.6 } },
    ],
    loss: 'halfSquaredError',
    data: { inputs: [[0.05, 0.1]], targets: [[0.01, 0.99]] },
    gradientCheck: { compare },
  }); // prettier-ignore
}
