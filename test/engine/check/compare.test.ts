import assert from 'node:assert/strict';
import {
  compareGradients,
  type CompareSpec,
  type Comparison,
} from '../../../src/engine/check/compareGradients.js';
import type { GivenGradients, GivenTensor } from '../../../src/engine/check/givenGradients.js';
import type { Samples } from '../../../src/engine/model/dataset.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import type { Network } from '../../../src/engine/model/network.js';
import { drain } from '../../../src/engine/pacing.js';
import { lossNames } from '../../../src/engine/model/spec.js';
import { naiveGradients, type NaiveGradient } from './naive.js';
import {
  between,
  randomGenerator,
  lastActivation,
  makeNetwork,
  makeSamples,
  matrix,
  oneOf,
} from './networks.js';
import { injections, naiveOf, withPenalty, type Case } from './injections.js';

const spec: CompareSpec = {
  optimizer: { type: 'sgd', learningRate: 0.3, momentum: 0, nesterov: false, weightDecay: 0 },
  regularization: { l1: 0, l2: 0 },
  batchSize: null,
  schedule: { type: 'constant' },
  warmupEpochs: 0,
};

function tensor(
  rows: readonly (readonly number[])[] | readonly number[] | null,
  decimals: number | null,
): GivenTensor | null {
  if (!rows) return null;
  const shape = [rows.length, ...(Array.isArray(rows[0]) ? [rows[0].length] : [])];
  const values = Float64Array.from(rows.flat(), (x) => (decimals === null ? x : Number(x.toFixed(decimals))));
  return { shape, values, rounding: values.map(() => (decimals === null ? 0 : 0.5 * 10 ** -decimals)) };
}

function given(layers: readonly NaiveGradient[], decimals: number | null = null): GivenGradients {
  return {
    layers: layers.map(({ weights, bias }) => ({
      weights: tensor(weights, decimals),
      bias: tensor(bias, decimals),
    })),
    loss: null,
    outputs: null,
    steps: { absolute: decimals === null ? 0 : 0.5 * 10 ** -decimals, relative: 0 },
  };
}

interface Drawn {
  readonly network: Network;
  readonly samples: Samples;
  readonly c: Case;
  readonly spec: CompareSpec;
}

const naiveActivations = [
  'identity',
  'sigmoid',
  'tanh',
  'relu',
  'leakyRelu',
  'elu',
  'softplus',
  'softsign',
  'silu',
  'mish',
];

function draw(seed: number, regularized: boolean): Drawn {
  const random = randomGenerator(seed);
  const loss = oneOf(random, lossNames);
  const hidden = between(random, 1, 2);
  const width = between(random, 2, 4);
  const shapes = Array.from({ length: hidden }, () => ({
    units: random() < 0.5 ? width : between(random, 2, 5),
    activation: oneOf(random, naiveActivations),
  }));
  const last = {
    units: random() < 0.5 ? width : between(random, 2, 4),
    activation: lastActivation(random, loss),
  };
  const network = makeNetwork(random, between(random, 2, 4), [...shapes, last], loss);
  const samples = makeSamples(random, network, between(random, 3, 7));
  const rows = ({ rows, columns, values }: Samples['inputs']) =>
    Array.from({ length: rows }, (_, r) => Array.from(values.subarray(r * columns, (r + 1) * columns)));
  const regularization = regularized ? { l1: oneOf(random, [0, 0.02]), l2: 0.05 } : { l1: 0, l2: 0 };
  const c: Case = {
    network: naiveOf(network),
    X: rows(samples.inputs),
    T: rows(samples.targets),
    rate: 0.3,
    ...regularization,
  };
  return { network, samples, c, spec: { ...spec, regularization } };
}

function compare({ network, samples, spec }: Drawn, gradients: GivenGradients): Comparison {
  return drain(compareGradients(network, samples, gradients, spec));
}

function largest(layers: readonly NaiveGradient[]): number {
  return Math.max(
    ...layers.flatMap(({ weights, bias }) => [...weights.flat(), ...(bias ?? [])]).map(Math.abs),
  );
}

/** Returns whether the mistake changes more than the last digits. */
function isVisible(wrong: readonly NaiveGradient[], right: readonly NaiveGradient[], least: number): boolean {
  const flat = (layers: readonly NaiveGradient[]) =>
    layers.flatMap(({ weights, bias }) => [...weights.flat(), ...(bias ?? [])]);
  const [a, b] = [flat(wrong), flat(right)];
  const shape =
    JSON.stringify(wrong.map(({ weights }) => weights[0].length)) !==
    JSON.stringify(right.map(({ weights }) => weights[0].length));
  return shape || a.some((x, i) => Math.abs(x - b[i]) > least);
}

describe('comparing gradients', () => {
  it('agrees with a naive implementation', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const { network, samples, c, spec } = draw(seed, seed % 3 === 0);
      const naive = withPenalty(c, naiveGradients(c.network, c.X, c.T).gradients);
      gradients(network, samples, spec.regularization).layers.forEach(({ weights, bias }, l) => {
        naive[l].weights
          .flat()
          .forEach((g, i) =>
            assert.ok(Math.abs(g - weights![i]) < 1e-11 * (1 + Math.abs(g)), `seed ${seed}`),
          );
        naive[l].bias?.forEach((g, i) =>
          assert.ok(Math.abs(g - bias![i]) < 1e-11 * (1 + Math.abs(g)), `seed ${seed}`),
        );
      });
    }
  });

  const decimals = [null, 8, 5];
  for (const [code, inject] of Object.entries(injections)) {
    it(`names ${code} in at least 95 of 100 networks`, () => {
      let [tried, first, named] = [0, 0, 0];
      const missed: string[] = [];
      for (let seed = 1; tried < 30 && seed < 3000; seed++) {
        const drawn = draw(seed, code.includes('regulari') || seed % 4 === 0);
        const random = randomGenerator(seed + 10_000);
        const wrong = inject(random, drawn.c);
        const right = withPenalty(drawn.c, naiveGradients(drawn.c.network, drawn.c.X, drawn.c.T).gradients);
        const digits = decimals[tried % decimals.length];
        if (
          !wrong ||
          !isVisible(wrong, right, digits === null ? 1e-7 : 30 * 10 ** -digits) ||
          largest(wrong) > 1e6
        )
          continue;
        tried++;
        const { diagnoses } = compare(drawn, given(wrong, digits));
        const names: string[] = diagnoses.flatMap(({ mistake, alternatives }) =>
          [mistake, ...alternatives.map((other) => other.mistake)].map(({ code }) => code),
        );
        if (diagnoses[0]?.mistake.code === code) first++;
        if (names[0] === code || names.includes(code)) named++;
        else
          missed.push(
            `seed ${seed} decimals ${digits}: ${names.join(' ')} ${drawn.c.network.loss} ${drawn.c.network.layers.map(({ activation, weights }) => `${weights.length} ${activation}`).join(', ')}`,
          );
      }
      assert.ok(tried >= 20, `only ${tried}`);
      assert.ok(first >= 0.75 * tried, `first in ${first} of ${tried}`);
      assert.ok(named >= 0.95 * tried, `${named} of ${tried}\n${missed.join('\n')}`);
    });
  }

  /** The ways in which people and programs change correct numbers. */
  const ways: Record<string, (random: () => number, drawn: Drawn) => GivenGradients> = {
    'rounded to k decimals': (random, { c }) =>
      given(withPenalty(c, naiveGradients(c.network, c.X, c.T).gradients), between(random, 1, 9)),
    'rounded at each step': (random, { c }) => {
      const decimals = between(random, 2, 7);
      const round = (x: number) => Number(x.toFixed(decimals));
      return given(withPenalty(c, naiveGradients(c.network, c.X, c.T, {}, round).gradients), decimals);
    },
    'computed in float32': (_, { c }) =>
      given(withPenalty(c, naiveGradients(c.network, c.X, c.T, {}, Math.fround).gradients)),
    'given in part': (random, { c }) => {
      const whole = given(
        withPenalty(c, naiveGradients(c.network, c.X, c.T).gradients),
        between(random, 3, 6),
      );
      const some = (tensor: GivenTensor | null) =>
        tensor && { ...tensor, values: tensor.values.map((value) => (random() < 0.5 ? value : NaN)) };
      return {
        ...whole,
        layers: whole.layers.map(({ weights, bias }) => ({
          weights: random() < 0.3 ? null : some(weights),
          bias: some(bias),
        })),
      };
    },
  };
  for (const [name, make] of Object.entries(ways)) {
    it(`never calls right gradients wrong that were ${name}`, () => {
      for (let seed = 1; seed <= 400; seed++) {
        const drawn = draw(seed + 50_000, seed % 3 === 0);
        const { wrong, diagnoses } = compare(drawn, make(randomGenerator(seed), drawn));
        assert.equal(wrong, 0, `seed ${seed} ${JSON.stringify(diagnoses)}`);
        assert.deepEqual(diagnoses, [], `seed ${seed}`);
      }
    });
  }

  const codes = ({ diagnoses }: Comparison): string[] => diagnoses.map(({ mistake }) => mistake.code);
  const truthOf = ({ c }: Drawn): NaiveGradient[] =>
    withPenalty(c, naiveGradients(c.network, c.X, c.T).gradients);

  it('accepts weights given as [inputs][units]', () => {
    const drawn = draw(2, false);
    const turned = truthOf(drawn).map(({ weights, bias }) => ({
      weights: weights[0].map((_, j) => weights.map((row) => row[j])),
      bias,
    }));
    const result = compare(drawn, given(turned));
    assert.deepEqual(codes(result), ['transposed-gradient']);
    assert.deepEqual(result.misfits, []);
  });

  it('reports the expected shape if none fits', () => {
    const drawn = draw(2, false);
    const wrong = truthOf(drawn).map(({ weights, bias }, l) => ({
      weights: l === 0 ? [...weights, weights[0]] : weights,
      bias,
    }));
    const { misfits } = compare(drawn, given(wrong));
    const [{ weights }] = drawn.c.network.layers;
    assert.deepEqual(misfits, [
      {
        layer: 1,
        tensor: 'weights',
        reason: 'shape',
        given: [weights.length + 1, weights[0].length],
        wanted: [weights.length, weights[0].length],
      },
    ]);
  });

  it('finds δ of each sample where a bias needs their sum', () => {
    const drawn = draw(4, false);
    const { gradients, deltas } = naiveGradients(drawn.c.network, drawn.c.X, drawn.c.T);
    const rows = given(gradients);
    const layers = rows.layers.map((layer, l) =>
      l === 0
        ? {
            ...layer,
            bias: tensor(
              deltas.map((delta) => delta[0]),
              null,
            ),
          }
        : layer,
    );
    assert.deepEqual(codes(compare(drawn, { ...rows, layers })), ['bias-not-summed']);
  });

  it('names two mistakes made together, each with its places', () => {
    const drawn = draw(5, false);
    const N = drawn.c.X.length;
    const wrong = truthOf(drawn).map(({ weights, bias }) => ({
      weights: weights.map((row) => row.map((g) => -N * g)),
      bias: bias && bias.map((g) => -N * g),
    }));
    assert.deepEqual(codes(compare(drawn, given(wrong))).sort(), ['missing-batch-mean', 'wrong-sign']);
  });

  it('finds a mistake in one entry, and leaves a typo unexplained', () => {
    const drawn = draw(6, false);
    const flipped = truthOf(drawn);
    flipped[1].weights[0][1] *= -1;
    const sign = compare(drawn, given(flipped));
    assert.deepEqual([codes(sign), sign.wrong, sign.diagnoses[0].layer], [['wrong-sign'], 1, 2]);
    const mistyped = truthOf(drawn);
    mistyped[1].weights[0][1] += 0.1234;
    assert.deepEqual(codes(compare(drawn, given(mistyped, 6))), ['unknown']);
  });

  it('finds rows of a mini-batch that are not consecutive', () => {
    const drawn = draw(1, false);
    const rows = drawn.c.X.length;
    assert.ok(rows > 4);
    const chosen = [0, 2, rows - 1];
    const pick = (m: number[][]) => chosen.map((row) => m[row]);
    const wrong = naiveGradients(drawn.c.network, pick(drawn.c.X), pick(drawn.c.T)).gradients;
    const [{ mistake }] = compare(drawn, given(wrong)).diagnoses;
    assert.ok(mistake.code === 'single-sample' && mistake.rows);
    assert.deepEqual(mistake.rows, chosen);
  });

  it('reports that gradients belong to other weights, and which', () => {
    const drawn = draw(8, false);
    const { layers } = gradients(drawn.network, drawn.samples);
    const after = drawn.network.layers.map((layer, l) => ({
      ...layer,
      weights: layer.weights.map((w, i) => w - 0.3 * layers[l].weights![i]),
      bias: layer.bias && layer.bias.map((b, i) => b - 0.3 * layers[l].bias![i]),
    }));
    const late = truthOf({
      ...drawn,
      c: { ...drawn.c, network: naiveOf({ ...drawn.network, layers: after }) },
    });
    assert.equal(compare(drawn, given(late)).otherWeights?.candidate, 'updated');
    const others = makeNetwork(
      randomGenerator(99),
      drawn.network.inputs,
      drawn.network.layers.map(({ units, activation }) => ({ units, activation })),
      lossNames[0],
    );
    const candidate = {
      name: 'trained',
      network: { ...others, loss: drawn.network.loss },
      samples: drawn.samples,
    };
    const theirs = truthOf({ ...drawn, c: { ...drawn.c, network: naiveOf(candidate.network) } });
    const result = drain(
      compareGradients(drawn.network, drawn.samples, given(theirs), drawn.spec, [candidate]),
    );
    assert.equal(result.otherWeights?.candidate, 'trained');
    assert.deepEqual(result.diagnoses, []);
  });

  it('reports that the forward pass was different', () => {
    const drawn = draw(9, false);
    const result = compare(drawn, { ...given(truthOf(drawn)), loss: tensor([123], 2) });
    assert.equal(result.otherWeights?.quantity, 'loss');
  });

  it('recognizes the first step of Adam in weights that were updated too early', () => {
    const drawn = draw(10, false);
    const optimizer = {
      type: 'adam',
      learningRate: 0.05,
      betas: [0.9, 0.999],
      epsilon: 1e-8,
      weightDecay: 0,
    } as const;
    const { c } = drawn;
    const right = naiveGradients(c.network, c.X, c.T).gradients;
    const last = c.network.layers.length - 1;
    const layers = c.network.layers.map((layer, l) =>
      l === last
        ? {
            ...layer,
            weights: layer.weights.map((row, u) =>
              row.map(
                (w, j) => w - (0.05 * right[l].weights[u][j]) / (Math.abs(right[l].weights[u][j]) + 1e-8),
              ),
            ),
          }
        : layer,
    );
    const wrong = naiveGradients(c.network, c.X, c.T, {
      passThrough: { layer: last, weights: layers[last].weights },
    }).gradients;
    const result = compare({ ...drawn, spec: { ...drawn.spec, optimizer } }, given(wrong));
    assert.equal(result.diagnoses[0].mistake.code, 'updated-weights');
  });

  it('accepts the derivative from either side of a kink in every layer, and reports the place', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = randomGenerator(seed);
      const relu = { units: between(random, 2, 4), activation: oneOf(random, ['relu', 'leakyRelu', 'selu']) };
      const shapes = [relu, relu, { units: 1, activation: 'identity' }];
      const network = makeNetwork(random, 2, shapes, 'halfSquaredError');
      for (const { bias } of network.layers) bias?.fill(0);
      const { targets } = makeSamples(random, network, 3);
      const samples: Samples = { inputs: matrix([[0, 0], [0.5, -1], [0, 0]]), targets }; // prettier-ignore
      // At a small distance from the kinks, every derivative is the one from that side.
      const at = (bias: readonly number[]): GivenGradients => {
        const layers = network.layers.map((layer, i) => ({
          ...layer,
          bias: Float64Array.from(layer.bias ?? [], () => bias[i]),
        }));
        const moved = gradients({ ...network, layers }, samples).layers;
        const tensorOf = (values: ArrayLike<number> | null, shape: number[]) =>
          values && {
            shape,
            values: Float64Array.from(values, (v) => (Math.abs(v) < 1e-10 ? 0 : v)),
            rounding: Float64Array.from(values, (v) => 1e-9 * Math.abs(v)),
          };
        return {
          layers: moved.map(({ weights, bias: b }, i) => {
            const { units, inputs } = network.layers[i];
            return { weights: tensorOf(weights, [units, inputs]), bias: tensorOf(b, [units]) };
          }),
          loss: null,
          outputs: null,
          steps: { absolute: 0, relative: 0 },
        };
      };
      const compare = (mine: GivenGradients) => drain(compareGradients(network, samples, mine, spec));
      const left = compare(at([-1e-15, -1e-12, 0]));
      const right = compare(at([1e-15, 1e-12, 0]));
      assert.deepEqual([left.wrong, left.kinks, right.wrong], [0, [], 0], `seed ${seed}`);
      assert.deepEqual(
        [...new Set(right.kinks.map(({ sample }) => sample))].sort((a, b) => a - b),
        [0, 2],
        `seed ${seed}`,
      );
    }
  });
});
