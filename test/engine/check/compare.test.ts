import assert from 'node:assert/strict';
import { compareGradients, type CompareSpec, type Comparison } from '../../../src/engine/check/compare.js';
import type { GivenGradients, GivenTensor } from '../../../src/engine/check/given.js';
import type { Samples } from '../../../src/engine/dataset.js';
import { gradients } from '../../../src/engine/gradients.js';
import type { Network } from '../../../src/engine/network.js';
import { drain } from '../../../src/engine/pacing.js';
import { lossNames } from '../../../src/engine/spec.js';
import { naiveGradients, type NaiveGradient } from './naive.js';
import { between, dice, lastActivation, makeNetwork, makeSamples, oneOf } from './networks.js';
import { injections, naiveOf, withPenalty, type Case } from './slips.js';

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
];

function draw(seed: number, regularized: boolean): Drawn {
  const random = dice(seed);
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

/** The slip shows in more than the last digits. */
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
  it('has a naive counterpart that agrees with the engine', () => {
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
    it(`names ${code} in at least 95 of 100 networks`, function () {
      this.timeout(120_000);
      let [tried, first, named] = [0, 0, 0];
      const missed: string[] = [];
      for (let seed = 1; tried < 60 && seed < 3000; seed++) {
        const drawn = draw(seed, code.includes('regulari') || seed % 4 === 0);
        const random = dice(seed + 10_000);
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
          [mistake, ...alternatives].map(({ code }) => code),
        );
        if (diagnoses[0]?.mistake.code === code) first++;
        if (names[0] === code || names.includes(code)) named++;
        else
          missed.push(
            `seed ${seed} decimals ${digits}: ${names.join(' ')} ${drawn.c.network.loss} ${drawn.c.network.layers.map(({ activation, weights }) => `${weights.length} ${activation}`).join(', ')}`,
          );
      }
      console.log(`        ${code}: first ${first}, named ${named} of ${tried}`);
      assert.ok(tried >= 20, `only ${tried}`);
      assert.ok(named >= 0.95 * tried, `${named} of ${tried}\n${missed.join('\n')}`);
    });
  }

  /** What a person, or another program, may make of the right numbers. */
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
    it(`never calls right gradients wrong that were ${name}`, function () {
      this.timeout(120_000);
      for (let seed = 1; seed <= 400; seed++) {
        const drawn = draw(seed + 50_000, seed % 3 === 0);
        const { wrong, diagnoses } = compare(drawn, make(dice(seed), drawn));
        assert.equal(wrong, 0, `seed ${seed} ${JSON.stringify(diagnoses)}`);
        assert.deepEqual(diagnoses, [], `seed ${seed}`);
      }
    });
  }
});
