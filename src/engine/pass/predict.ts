import { forwardOf, type Backend } from '../training/backend.js';
import { copyChunk, emptyMatrix, forwardPieces, inputsOnly } from './forward.js';
import type { Matrix, Network } from '../model/network.js';
import { quantum } from '../pacing.js';
import { createPass } from './pass.js';
import { createSweep, sweepRows } from './sweep.js';

/** Computes the last layer's outputs for many rows, [rows][units], and yields in between. */
export function* predictSteps(
  network: Network,
  inputs: Matrix,
  backend: Backend | null = null,
): Generator<undefined, Matrix> {
  const { rows } = inputs;
  const pass = createPass(network, inputsOnly(network, inputs), { rows, reordered: false, training: false });
  const outputs = emptyMatrix(network, rows, pass.output.columns);
  const keep = { work: 0, run: () => copyChunk(pass, pass.output.outputs, outputs) };
  const pieces = [...forwardPieces(pass, forwardOf(backend, network)), keep];
  yield* sweepRows(createSweep(pass, pieces), 0, rows, { left: quantum });
  return outputs;
}

/**
 * Computes the outputs of those layers for which `isWanted` holds, counted from 0, for many rows, and yields in
 * between. Each is [rows][units]; the others are null.
 */
export function* layerOutputSteps(
  network: Network,
  inputs: Matrix,
  isWanted: (layer: number) => boolean,
): Generator<undefined, (Matrix | null)[]> {
  const { rows } = inputs;
  const pass = createPass(network, inputsOnly(network, inputs), { rows, reordered: false, training: false });
  const results = network.layers.map(({ units }, layer) =>
    isWanted(layer) ? emptyMatrix(network, rows, units) : null,
  );
  const keep = (): void => {
    for (const [layer, result] of results.entries())
      if (result) copyChunk(pass, pass.layers[layer].outputs.values, result);
  };
  const work = results.reduce((sum, result) => sum + (result ? pass.capacity * result.columns : 0), 0);
  const pieces = [...forwardPieces(pass), { work, run: keep }];
  yield* sweepRows(createSweep(pass, pieces), 0, rows, { left: quantum });
  return results;
}
