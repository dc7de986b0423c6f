import assert from 'node:assert/strict';
import { checkGradients } from '../../../src/engine/check/checkGradients.js';
import { compareGradients, type CompareSpec } from '../../../src/engine/check/compareGradients.js';
import type { GivenGradients, GivenTensor } from '../../../src/engine/check/givenGradients.js';
import type { Mistake, MistakeCode } from '../../../src/engine/check/mistakes/mistake.js';
import type { Samples } from '../../../src/engine/model/dataset.js';
import { losses } from '../../../src/engine/model/losses.js';
import type { Network } from '../../../src/engine/model/network.js';
import { lossNames, type LossName } from '../../../src/engine/model/spec.js';
import { drain } from '../../../src/engine/pacing.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import { rowsOf } from '../fixture.js';
import { injections, naiveOf, type Case } from './injections.js';
import { naiveGradients, type NaiveGradient } from './naive.js';
import {
  between,
  lastActivation,
  makeNetwork,
  makeSamples,
  matrix,
  oneOf,
  randomGenerator,
} from './networks.js';

const spec: CompareSpec = {
  optimizer: { type: 'sgd', learningRate: 0.3, momentum: 0, nesterov: false, weightDecay: 0 },
  regularization: { l1: 0, l2: 0 },
  batchSize: null,
  schedule: { type: 'constant' },
  warmupEpochs: 0,
};

interface Drawn {
  readonly network: Network;
  readonly samples: Samples;
  readonly c: Case;
  /** The number that a mean is divided by, and a sum is not. */
  readonly divisor: number;
}

function draw(seed: number): Drawn {
  const random = randomGenerator(seed);
  const loss = oneOf<LossName>(random, lossNames);
  const hidden = { units: between(random, 2, 4), activation: oneOf(random, ['tanh', 'sigmoid', 'softplus']) };
  const last = { units: between(random, 2, 4), activation: lastActivation(random, loss) };
  const mean = makeNetwork(random, between(random, 2, 4), [hidden, last], loss);
  const samples = makeSamples(random, mean, between(random, 3, 7));
  const { rows, columns } = samples.targets;
  return {
    network: { ...mean, reduction: 'sum' },
    samples,
    c: {
      network: naiveOf(mean),
      X: rowsOf(samples.inputs),
      T: rowsOf(samples.targets),
      rate: 0.3,
      l1: 0,
      l2: 0,
    },
    divisor: losses[loss].meanOverOutputs ? rows * columns : rows,
  };
}

const times = (layers: readonly NaiveGradient[], factor: number): NaiveGradient[] =>
  layers.map(({ weights, bias }) => ({
    weights: weights.map((row) => row.map((g) => factor * g)),
    bias: bias && bias.map((g) => factor * g),
  }));

function tensor(values: readonly number[], shape: readonly number[]): GivenTensor {
  return { shape, values: Float64Array.from(values), rounding: new Float64Array(values.length) };
}

function given(layers: readonly NaiveGradient[]): GivenGradients {
  return {
    layers: layers.map(({ weights, bias }) => ({
      weights: tensor(weights.flat(), [weights.length, weights[0].length]),
      bias: bias && tensor(bias, [bias.length]),
    })),
    loss: null,
    outputs: null,
    steps: { absolute: 0, relative: 0 },
  };
}

function mistakesIn(network: Network, samples: Samples, layers: readonly NaiveGradient[]): Mistake[] {
  return drain(compareGradients(network, samples, given(layers), spec)).diagnoses.map(
    ({ mistake }) => mistake,
  );
}

const truth = ({ c }: Drawn) => naiveGradients(c.network, c.X, c.T).gradients;
const seeds = Array.from({ length: 60 }, (_, seed) => seed + 1);

describe('the gradients of a loss that is a sum', () => {
  it('are those of the mean times its divisor', () => {
    for (const drawn of seeds.map(draw)) {
      const sums = times(truth(drawn), drawn.divisor);
      gradients(drawn.network, drawn.samples).layers.forEach(({ weights }, l) =>
        sums[l].weights
          .flat()
          .forEach((g, i) => assert.ok(Math.abs(g - weights![i]) < 1e-11 * (1 + Math.abs(g)))),
      );
      assert.deepEqual(mistakesIn(drawn.network, drawn.samples, sums), []);
    }
  });

  it('are recognized where a mean was taken instead', () => {
    for (const drawn of seeds.map(draw)) {
      const [mistake] = mistakesIn(drawn.network, drawn.samples, truth(drawn));
      assert.equal(mistake.code, 'double-batch-mean');
      assert.deepEqual(mistake, { code: 'double-batch-mean', factor: 1 / drawn.divisor, reduction: 'sum' });
    }
  });

  it('never lack a mean: N times the right ones are a factor, and a missing mean only where the loss is a mean', () => {
    for (const drawn of seeds.map(draw)) {
      const { network, samples, c, divisor } = drawn;
      const rows = c.X.length;
      const [ofSum] = mistakesIn(network, samples, times(truth(drawn), rows * divisor));
      assert.equal(ofSum.code, 'factor');
      const [ofMean] = mistakesIn({ ...network, reduction: 'mean' }, samples, times(truth(drawn), rows));
      assert.equal(ofMean.code, 'missing-batch-mean');
    }
  });

  it('are diagnosed like those of a mean', () => {
    const codes: readonly MistakeCode[] = [
      'missing-activation-derivative', 'wrong-loss-derivative', 'elementwise-softmax', 'single-path', 'missing-input',
    ]; // prettier-ignore
    for (const code of codes) {
      let [tried, named] = [0, 0];
      for (let seed = 1; tried < 20 && seed < 400; seed++) {
        const drawn = draw(seed);
        const wrong = injections[code as keyof typeof injections](randomGenerator(seed + 500), drawn.c);
        if (!wrong) continue;
        const differs = JSON.stringify(wrong) !== JSON.stringify(truth(drawn));
        if (!differs) continue;
        tried++;
        const found = drain(
          compareGradients(drawn.network, drawn.samples, given(times(wrong, drawn.divisor)), spec),
        ).diagnoses.flatMap(({ mistake, alternatives }) => [
          mistake,
          ...alternatives.map((other) => other.mistake),
        ]);
        if (found.some((mistake) => mistake.code === code)) named++;
      }
      assert.ok(tried >= 10 && named >= 0.95 * tried, `${code}: ${named} of ${tried}`);
    }
  });

  it('of one sample are recognized', () => {
    for (const drawn of seeds.map(draw)) {
      const { network, samples, c, divisor } = drawn;
      const rows = c.X.length;
      const own = naiveGradients(c.network, [c.X[1]], [c.T[1]]).gradients;
      const [mistake] = mistakesIn(network, samples, times(own, divisor / rows));
      assert.ok(mistake.code === 'single-sample' && mistake.from === 1 && mistake.to === 2, mistake.code);
    }
  });
});

describe('the gradient check', () => {
  const options = {
    relativeTolerance: 1e-6,
    absoluteTolerance: 1e-9,
    samples: 8,
    parametersPerTensor: 100,
    seed: 0,
    regularization: { l1: 0.01, l2: 0.02 },
    exclude: [],
  };

  for (const reduction of ['mean', 'sum'] as const)
    it(`finds no failure with weights of classes in a ${reduction}`, () => {
      let checked = 0;
      for (const seed of seeds) {
        const random = randomGenerator(seed);
        const { network, c } = draw(seed);
        const T = c.T.map((row) => row.map((_, k) => (k === between(random, 0, row.length - 1) ? 1 : 0)));
        const samples = { inputs: matrix(c.X), targets: matrix(T) };
        const weighted = { ...network, reduction, classWeights: [0.25, 3, 0, 1] };
        const report = drain(checkGradients(weighted, samples, options));
        const failed = report.parameters.filter(({ verdict }) => verdict === 'fail');
        assert.deepEqual(failed, [], `seed ${seed}`);
        checked += report.parameters.filter(({ verdict }) => verdict === 'pass').length;
      }
      assert.ok(checked > 800, String(checked));
    });
});
