import type { Samples } from '../../model/dataset.js';
import { totalWeight, type ClassWeights } from '../../model/classWeights.js';
import { divisor } from '../../model/losses.js';
import type { Layer, Matrix, Network } from '../../model/network.js';
import type { NetworkSpec, TrainingSpec } from '../../model/spec.js';
import { median } from '../../maths/median.js';
import { ownLossOf, parametersOf } from '../../pass/pass.js';
import { Evaluator } from '../../pass/score.js';
import { quantum } from '../../pacing.js';
import { spacedRows, type Columns } from './columns.js';

/**
 * The losses of networks that ignore their inputs, in the unit of the reported loss. They are measured on a sample of the
 * training part.
 */
export interface ReferenceLosses {
  /** The lowest loss of a constant output: for classes their entropy, for squares the variance. */
  readonly constantLoss: number | null;
  /** The loss where all net inputs of the last layer are 0. */
  readonly neutralLoss: number | null;
}

/** The largest number of samples that the losses are computed on. */
const mostRows = 5000;

/** The parts of a spec and of its data set that decide what the loss is. */
export interface Objective extends Pick<NetworkSpec, 'loss' | 'functions' | 'layers'> {
  readonly training: Pick<TrainingSpec, 'reduction'>;
}

export function* referenceSteps(
  { targets }: Samples,
  { mean }: Columns,
  { loss, functions, layers, training }: Objective,
  classWeights: ClassWeights | null,
): Generator<undefined, ReferenceLosses> {
  const chosen = chosenRows(targets);
  const medians = Float64Array.from(mean, (_, column) => median(columnOf(chosen, column)));
  const lossOf = (activation: string, bias: Float64Array) =>
    constantSteps(chosen, { loss, functions, classWeights }, activation, bias);
  const ofMeans = yield* lossOf('identity', mean);
  const ofMedians = yield* lossOf('identity', medians);
  const neutral = yield* lossOf(layers[layers.length - 1].activation, new Float64Array(mean.length));
  const finite = [ofMeans, ofMedians].filter(Number.isFinite);
  const weight = classWeights ? totalWeight(classWeights, targets, null, 0, targets.rows) : targets.rows;
  const whole = divisor(ownLossOf({ loss, classWeights }), 'mean', weight, targets.columns);
  const factor = training.reduction === 'sum' ? whole : 1;
  return {
    constantLoss: finite.length > 0 ? factor * Math.min(...finite) : null,
    neutralLoss: Number.isFinite(neutral) ? factor * neutral : null,
  };
}

/** Computes the mean loss of a layer without inputs, whose net inputs are its bias. */
function* constantSteps(
  targets: Matrix,
  objective: Pick<Network, 'loss' | 'functions' | 'classWeights'>,
  activation: string,
  bias: Float64Array,
): Generator<undefined, number> {
  const { rows, columns: units } = targets;
  const layer: Layer = {
    inputs: 1, units, activation, weights: new Float64Array(units), weightsTrainable: false, bias, biasShared: false,
    biasTrainable: false, dropout: 0,
  }; // prettier-ignore
  const network: Network = {
    inputs: 1,
    precision: 'float64',
    layers: [layer],
    reduction: 'mean',
    ...objective,
  };
  const inputs = { rows, columns: 1, values: new Float64Array(rows) };
  const evaluator = new Evaluator(network, { inputs, targets }, 'regression');
  return (yield* evaluator.score(parametersOf(network), { left: quantum })).loss;
}

function chosenRows({ rows, columns, values }: Matrix): Matrix {
  const chosen = spacedRows(rows, mostRows);
  const copy = new Float64Array(chosen.length * columns);
  chosen.forEach((row, i) => copy.set(values.subarray(row * columns, (row + 1) * columns), i * columns));
  return { rows: chosen.length, columns, values: copy };
}

const columnOf = ({ rows, columns, values }: Matrix, column: number): number[] =>
  Array.from({ length: rows }, (_, row) => values[row * columns + column]);
