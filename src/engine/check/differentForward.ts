import type { GivenGradients, GivenPlace, GivenTensor } from './givenGradients.js';
import type { Recorded } from './record.js';
import { roundingErrors } from './rounding.js';

/** A given loss or output that differs from the network's. */
export interface Difference {
  readonly quantity: 'loss' | 'outputs';
  readonly place: GivenPlace;
  readonly index: readonly number[];
  readonly given: number;
  readonly truth: number;
}

/** Returns the first given output, or the loss, that differs from the network's. */
export function* differentForward(
  recorded: Recorded,
  given: GivenGradients,
): Generator<undefined, Difference | null> {
  if (!given.outputs && !given.loss) return null;
  const { outputs } = recorded.layers[recorded.layers.length - 1];
  const { columns } = recorded.samples.targets;
  const slack = yield* forwardSlack(recorded, given);
  if (given.outputs && given.outputs.values.length === outputs.length) {
    const at = firstDifference(given.outputs, outputs, slack);
    if (at !== null) {
      return {
        quantity: 'outputs',
        place: { kind: 'outputs', entry: at },
        index: [Math.floor(at / columns), at % columns],
        given: given.outputs.values[at],
        truth: outputs[at],
      };
    }
  }
  const { batchLoss } = recorded;
  if (given.loss && firstDifference(given.loss, Float64Array.of(batchLoss), slack * columns) !== null) {
    return {
      quantity: 'loss',
      place: { kind: 'loss', entry: null },
      index: [],
      given: given.loss.values[0],
      truth: batchLoss,
    };
  }
  return null;
}

/**
 * Returns the tolerance of outputs. Intermediate rounding changes outputs about as much as the last layer's bias
 * gradient.
 */
function* forwardSlack(recorded: Recorded, { steps }: GivenGradients): Generator<undefined, number> {
  const errors = yield* roundingErrors(recorded, {
    absolute: steps.absolute,
    relative: steps.relative + 2 ** -20,
  });
  return errors[errors.length - 1].bias.reduce((sum, error) => Math.max(sum, error), 0) + 20 * steps.absolute;
}

function firstDifference(
  { values, rounding }: GivenTensor,
  truth: Float64Array,
  slack: number,
): number | null {
  const at = values.findIndex((value, i) => {
    const tolerance = rounding[i] + slack + 1e-5 * Math.max(1, Math.abs(truth[i]));
    return !Number.isNaN(value) && Math.abs(value - truth[i]) > tolerance;
  });
  return at < 0 ? null : at;
}
