import * as l10n from '@vscode/l10n';
import type { NetworkConfig } from '../config/spec.js';
import type { Dataset } from '../engine/model/dataset.js';
import { forward } from '../engine/pass/forward.js';
import type { TestScores } from '../engine/model/evaluation.js';
import type { EpochMetrics } from '../engine/model/metrics.js';
import type { TrainingState } from '../engine/training/state.js';
import type { Matrix, Network } from '../engine/model/network.js';
import type { Scores } from '../jobs/networkJob.js';
import { metricsRecord } from './epochLog.js';
import { describeNotSeparable, describeOutcome, outcomeRecord } from './outcome.js';
import type { Ending, LossChange } from './outcome.js';
import { reportLines } from './reportLines.js';
import { formatCount, formatNumber, formatPercent } from './table.js';
import { testLine, testRecord } from './testScores.js';
import { layerRecords, layerTables, matrixRows, outputTable, unitNames } from './values.js';

/** The result of a training run. */
export interface Result {
  readonly spec: NetworkConfig;
  readonly state: TrainingState;
  readonly dataset: Dataset;
  /** The scores of the network; null where the user's interrupt left no time to compute them. */
  readonly scores: Scores | null;
  /** The scores on the test samples; null where there are none, or the run did not come to its end. */
  readonly test: TestScores | null;
  readonly outcome: Ending;
  readonly seconds: number;
  /** The loss before the first update and at the end; null where it was not measured. */
  readonly lossChange: LossChange | null;
}

/** The maximum number of training samples for which the outputs are printed. */
const mostOutputs = 100;

export function doneEvent({ state, dataset, scores, test, outcome }: Result) {
  const { network, epoch } = state;
  const { inputs } = dataset.training;
  const { metrics, ...evaluation } = scores ?? { metrics: null };
  return {
    event: 'done',
    epochs: epoch,
    ...(metrics && metricsRecord(metrics)),
    outcome: outcomeRecord(outcome),
    ...(metrics && dataset.classes && { classes: dataset.classes }),
    ...(metrics && { evaluation }),
    ...(test && { test: testRecord(test) }),
    ...(metrics && inputs.rows <= mostOutputs && { outputs: matrixRows(outputsOf(network, inputs)) }),
    layers: layerRecords(network, network.layers),
  };
}

/** Returns the lines that report a run: parameters and outputs where they are few, the evaluation and the outcome. */
export function endLines(result: Result): string[] {
  const { spec, state, dataset, scores, test, outcome, seconds, lossChange } = result;
  const { network, epoch } = state;
  const { inputs, targets } = dataset.training;
  const last = spec.layers.length - 1;
  const showsOutputs = scores !== null && inputs.rows <= mostOutputs;
  return [
    ...layerTables(network, spec, dataset.inputNames, network.layers),
    ...(showsOutputs
      ? outputTable(outputsOf(network, inputs), targets, unitNames(spec.layers[last], last))
      : []),
    // A failed run has no meaningful evaluation.
    ...(outcome?.kind === 'failed' || !scores
      ? []
      : ['', ...reportLines(scores.validation ?? scores.training, dataset)]),
    '',
    describeOutcome(outcome, epoch, seconds, lossChange),
    ...(outcome?.kind === 'completed' && outcome.notSeparable
      ? [describeNotSeparable(outcome.notSeparable)]
      : []),
    ...(scores && Number.isFinite(scores.metrics.loss) ? [describeScores(scores.metrics)] : []),
    ...(test ? [testLine(test)] : []),
  ];
}

function describeScores({ loss, accuracy, validationLoss, validationAccuracy }: EpochMetrics): string {
  const scores = [
    `E=${formatNumber(loss)}`,
    accuracy !== null && l10n.t('accuracy {0}', formatPercent(accuracy)),
    validationLoss !== null && l10n.t('validation loss {0}', formatNumber(validationLoss)),
    validationAccuracy !== null && l10n.t('validation accuracy {0}', formatPercent(validationAccuracy)),
  ];
  return scores.filter((score) => score !== false).join(', ');
}

/** Returns a description such as "Iris: 4 → 16 relu → 3 softmax; parameters: 131; 120 samples, 30 more for validation". */
export function describeRun(
  spec: NetworkConfig,
  network: Network,
  { training, validation }: Dataset,
): string {
  const layers = network.layers.map(({ units, activation }) => `${units} ${activation}`);
  const parameters = network.layers.reduce(
    (sum, { weights, bias }) => sum + weights.length + (bias?.length ?? 0),
    0,
  );
  const samples = validation
    ? l10n.t(
        '{0} training samples, {1} validation samples',
        formatCount(training.inputs.rows),
        formatCount(validation.inputs.rows),
      )
    : l10n.t('samples: {0}', formatCount(training.inputs.rows));
  const shape = [network.inputs, ...layers].join(' → ');
  return l10n.t('{0}: {1}; parameters: {2}; {3}', spec.name, shape, formatCount(parameters), samples);
}

/** Returns the network's outputs, a row for each row of inputs. */
function outputsOf(network: Network, inputs: Matrix): Matrix {
  return forward(network, inputs)[network.layers.length - 1].outputs;
}
