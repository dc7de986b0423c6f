import { backwardPieces, emptyGradients } from './backward.js';
import type { Samples } from '../model/dataset.js';
import { copyChunk, emptyMatrix, forwardPieces, lossPieces } from './forward.js';
import type { LayerGradients, Matrix, Network } from '../model/network.js';
import { drain, quantum, runPieces, type Piece } from '../pacing.js';
import { createPass } from './pass.js';
import { penaltyPieces, type Regularization } from '../model/regularization.js';
import { createSweep, sweepRows } from './sweep.js';

export interface Gradients {
  /** The loss of the samples as of one batch, without the penalty. */
  readonly loss: number;
  readonly outputs: Matrix;
  /** The gradients of the whole objective: loss plus penalty. */
  readonly layers: readonly LayerGradients[];
}

/** Computes loss, outputs and gradients on a whole set of samples, without dropout. */
export function gradients(network: Network, samples: Samples, regularization?: Regularization): Gradients {
  return drain(gradientSteps(network, samples, regularization));
}

/** Does what `gradients` does, and yields in between. */
export function* gradientSteps(
  network: Network,
  samples: Samples,
  regularization: Regularization = { l1: 0, l2: 0 },
): Generator<undefined, Gradients> {
  const { rows } = samples.inputs;
  const withoutDropout = { ...network, layers: network.layers.map((layer) => ({ ...layer, dropout: 0 })) };
  const pass = createPass(withoutDropout, samples, { rows, reordered: false, training: true });
  const outputs = emptyMatrix(network, rows, pass.output.columns);
  const layers = emptyGradients(network);
  const keep: Piece = { work: pass.output.columns, run: () => copyChunk(pass, pass.output.outputs, outputs) };
  const sweep = createSweep(pass, [
    ...forwardPieces(pass),
    ...lossPieces(pass),
    keep,
    ...backwardPieces(pass, layers),
  ]);
  const budget = { left: quantum };
  yield* sweepRows(sweep, 0, rows, budget);
  for (const [index, { weights: gradient }] of layers.entries()) {
    if (!gradient) continue;
    const { weights: values } = network.layers[index];
    yield* runPieces(
      penaltyPieces(regularization, values.length, () => ({ values, gradient })),
      budget,
    );
  }
  return { loss: pass.lossSum * pass.scale, outputs, layers };
}
