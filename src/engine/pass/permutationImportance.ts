import { Random } from '../maths/random.js';
import type { Dataset, Samples } from '../model/dataset.js';
import type { ColumnImportance, Importance, Spread } from '../model/importance.js';
import type { Matrix, Network } from '../model/network.js';
import { quantum } from '../pacing.js';
import { forwardOf, type Backend } from '../training/backend.js';
import { evaluateSteps } from './evaluate.js';
import { parametersOf } from './pass.js';
import { Evaluator } from './score.js';
import { importanceColumnsOf, ShuffledInputs } from './shuffledInputs.js';

/** The number of times that each column is shuffled. */
export const importanceRepeats = 10;
/** The largest number of samples that are measured. */
const mostSamples = 10_000;

/**
 * Computes the permutation importance of the columns (Breiman, 2001; `permutation_importance` of scikit-learn): how much
 * loss and accuracy or R² get worse when a column's values are shuffled among the validation samples, or among the
 * training samples where nothing is held out. All inputs of a column are shuffled together, and inputs derived from it
 * are computed again. Yields the fraction that is done.
 */
export function* importanceSteps(
  network: Network,
  dataset: Dataset,
  seed: number,
  backend: Backend | null = null,
): Generator<number, Importance> {
  const part = dataset.validation ? 'validation' : 'training';
  const samples = spaced(dataset.validation ?? dataset.training);
  const measure = new Measure(network, dataset, samples, backend);
  const columns = importanceColumnsOf(dataset);
  const rounds = columns.length * importanceRepeats;
  const base = yield* withFraction(measure.steps(), 0);
  const measured: ColumnImportance[] = [];
  for (const [index, { name, inputs }] of columns.entries()) {
    const worse: { loss: number; score: number | null }[] = [];
    for (let repeat = 0; repeat < importanceRepeats; repeat++) {
      const fraction = (index * importanceRepeats + repeat) / rounds;
      measure.inputs.shuffle(inputs, new Random(seed, 'importance', index, repeat));
      yield fraction;
      const { loss, score } = yield* withFraction(measure.steps(), fraction);
      worse.push({
        loss: loss - base.loss,
        score: base.score === null || score === null ? null : base.score - score,
      });
    }
    measure.inputs.restore();
    const scores = worse.flatMap(({ score }) => (score === null ? [] : [score]));
    measured.push({
      name,
      inputs: inputs.length,
      loss: spreadOf(worse.map(({ loss }) => loss)),
      score: scores.length === worse.length ? spreadOf(scores) : null,
    });
  }
  return {
    part,
    samples: samples.inputs.rows,
    repeats: importanceRepeats,
    scoreName: dataset.task === 'classification' ? 'accuracy' : 'r2',
    ...base,
    columns: measured.sort((a, b) => b.loss.mean - a.loss.mean),
  };
}

/** Measures a network on samples whose inputs change in between. */
class Measure {
  readonly inputs: ShuffledInputs;
  private readonly samples: Samples;
  private readonly evaluator: Evaluator;

  constructor(
    private readonly network: Network,
    private readonly dataset: Dataset,
    { inputs, targets }: Samples,
    private readonly backend: Backend | null,
  ) {
    this.inputs = new ShuffledInputs(inputs, dataset);
    this.samples = { inputs: this.inputs.matrix, targets };
    this.evaluator = new Evaluator(network, this.samples, dataset.task);
  }

  *steps(): Generator<undefined, { readonly loss: number; readonly score: number | null }> {
    const { network, dataset, samples, backend } = this;
    const { task, targetNormalization } = dataset;
    const source = forwardOf(backend, network) ?? parametersOf(network);
    const { loss, accuracy } = yield* this.evaluator.score(source, { left: quantum });
    if (task === 'classification') return { loss, score: accuracy };
    const report = yield* evaluateSteps(network, samples, task, backend, { targetNormalization });
    return { loss, score: report.task === 'regression' ? report.r2 : null };
  }
}

function* withFraction<Result>(
  steps: Generator<undefined, Result>,
  fraction: number,
): Generator<number, Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield fraction;
  }
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/** Returns evenly spaced samples where there are too many. */
function spaced({ inputs, targets }: Samples): Samples {
  return inputs.rows > mostSamples
    ? { inputs: spacedRows(inputs), targets: spacedRows(targets) }
    : { inputs, targets };
}

function spacedRows({ rows, columns, values }: Matrix): Matrix {
  const picked = values.slice(0, mostSamples * columns);
  for (let i = 0; i < mostSamples; i++) {
    const from = Math.floor((i * rows) / mostSamples) * columns;
    picked.set(values.subarray(from, from + columns), i * columns);
  }
  return { rows: mostSamples, columns, values: picked };
}
