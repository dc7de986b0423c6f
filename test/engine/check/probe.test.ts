import assert from 'node:assert/strict';
import { parseExpression } from '../../../src/config/expression.js';
import { randomDirection } from '../../../src/engine/check/directions.js';
import type { Crossing } from '../../../src/engine/check/moved.js';
import { chooseParameters, flatIndex } from '../../../src/engine/check/parameters.js';
import { Probe, type Direction } from '../../../src/engine/check/probe.js';
import { record, type Recorded } from '../../../src/engine/check/record.js';
import type { CustomFunction } from '../../../src/engine/maths/expression.js';
import { Random } from '../../../src/engine/maths/random.js';
import type { Network } from '../../../src/engine/model/network.js';
import { lossNames } from '../../../src/engine/model/spec.js';
import {
  between,
  hiddenActivations,
  lastActivation,
  makeNetwork,
  makeSamples,
  oneOf,
  randomGenerator,
} from './networks.js';

function custom(text: string, variables: readonly string[]): CustomFunction {
  const { expression } = parseExpression(text, variables);
  assert.ok(expression, `no formula: ${text}`);
  return { f: expression };
}

const functions = {
  bump: custom('x / (1 + x ^ 2)', ['x']),
  clip: custom('max(-1, min(1, x))', ['x']),
};
const ownLoss = custom('log(cosh(y - t))', ['y', 't']);

/** Records a random network with every kind of layer, loss and dropout. */
function randomPass(seed: number): Recorded {
  const random = randomGenerator(seed);
  const loss = random() < 0.1 ? ownLoss : oneOf(random, lossNames);
  const shapes = Array.from({ length: between(random, 0, 3) }, () => ({
    units: between(random, 1, 5),
    activation: oneOf(random, [...hiddenActivations, 'relu', 'bump', 'clip']),
    bias: oneOf(random, ['own', 'own', 'shared', 'none'] as const),
    dropout: random() < 0.3 ? 0.4 : 0,
  }));
  const last = {
    units: between(random, 2, 4),
    activation: typeof loss === 'string' ? lastActivation(random, loss) : 'identity',
    bias: oneOf(random, ['own', 'shared', 'none'] as const),
  };
  const network = makeNetwork(random, between(random, 1, 4), [...shapes, last], loss, functions);
  const isWeighted = loss === 'crossEntropy' && random() < 0.5;
  const weighted = isWeighted
    ? { ...network, classWeights: Array.from({ length: last.units }, random) }
    : network;
  return record(weighted, makeSamples(random, network, between(random, 1, 10)), { dropoutSeed: seed });
}

/** Records the same samples, with the same dropout, at changed parameters. */
function wholePass({ network, samples }: Recorded, direction: Direction, h: number, seed: number): Recorded {
  return record(moved(network, direction, h), samples, { dropoutSeed: seed });
}

function moved(network: Network, direction: Direction, h: number): Network {
  const layers = network.layers.map((layer, index) => {
    const weights = Float64Array.from(layer.weights);
    const bias = layer.bias && Float64Array.from(layer.bias);
    if (direction.kind === 'all') {
      direction.layers[index].weights.forEach((v, i) => (weights[i] += h * v));
      direction.layers[index].bias?.forEach((v, i) => bias && (bias[i] += h * v));
    } else if (direction.parameter.layer === index + 1) {
      const tensor = direction.parameter.tensor === 'weights' ? weights : bias;
      assert.ok(tensor);
      tensor[flatIndex(network, direction.parameter)] += h;
    }
    return { ...layer, weights, bias };
  });
  return { ...network, layers };
}

function directionsOf({ network }: Recorded, seed: number): Direction[] {
  const parameters = chooseParameters(network, 4, seed);
  return [
    ...parameters.map((parameter): Direction => ({ kind: 'parameter', parameter })),
    randomDirection(network, 1, new Random(seed, 'check', 0)),
  ];
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

/** Returns the effect of rounding each net input and the loss by a unit in the last place. */
function roundingOf({ batchLoss, layers }: Recorded): number {
  const nets = layers.map(({ nets, deltas }) => sum(nets.map((net, i) => Math.abs(net * deltas[i]))));
  return Number.EPSILON * (Math.abs(batchLoss) + sum(nets));
}

/** Returns the signs of net inputs that have changed, where a unit with two sides is not dropped. */
function crossedIn(before: Recorded, after: Recorded): Crossing[] {
  return before.layers.flatMap(({ layer, nets, mask }, index) =>
    Array.from(nets, (net, i) => ({ net, i })).flatMap(({ net, i }): Crossing[] => {
      const isCrossed = Math.sign(net) !== Math.sign(after.layers[index].nets[i]);
      if (!isCrossed || !['relu', 'leakyRelu', 'selu'].includes(layer.activation) || mask?.[i] === 0)
        return [];
      return [{ layer: index + 1, unit: i % layer.units, sample: Math.floor(i / layer.units) }];
    }),
  );
}

function runMove(probe: Probe, direction: Direction, steps: readonly number[]): number {
  const yields = [...(probe.move(direction, steps) ?? [])];
  return yields.length;
}

const passes = 200;
const steps = [0.3, -0.02] as const;

describe('losses near the recorded parameters', () => {
  it('are those of whole passes at the changed parameters, within 8 units of rounding in each number', () => {
    let skipped = 0;
    for (let seed = 1; seed <= passes; seed++) {
      const recorded = randomPass(seed);
      const probe = new Probe(recorded);
      for (const direction of directionsOf(recorded, seed)) {
        runMove(probe, direction, steps);
        for (const [i, h] of steps.entries()) {
          const whole = wholePass(recorded, direction, h, seed);
          const { losses } = probe.moved[i];
          const off = Math.abs(sum(losses) * recorded.scale - whole.batchLoss);
          assert.ok(off <= 8 * roundingOf(whole), `seed ${seed}, ${off / roundingOf(whole)} units`);
          skipped += losses.filter((loss, row) => loss === probe.start[row]).length;
        }
      }
    }
    assert.ok(skipped > 500, `only ${skipped} rows stay the same`);
  });

  it('come with the borders that a whole pass crosses, by unit and sample', () => {
    let count = 0;
    for (let seed = 1; seed <= passes; seed++) {
      const recorded = randomPass(seed);
      const probe = new Probe(recorded);
      for (const direction of directionsOf(recorded, seed)) {
        runMove(probe, direction, steps);
        for (const [i, h] of steps.entries()) {
          const expected = crossedIn(recorded, wholePass(recorded, direction, h, seed));
          const isPlain = ({ layer }: Crossing) =>
            layer !== null && recorded.layers[layer - 1].layer.activation !== 'clip';
          assert.deepEqual(probe.moved[i].crossings.filter(isPlain), expected, `seed ${seed}`);
          count += expected.length;
        }
      }
    }
    assert.ok(count > 200, `only ${count} crossings`);
  });

  it('come with the largest change of a net input', () => {
    for (let seed = 1; seed <= passes; seed++) {
      const recorded = randomPass(seed);
      const probe = new Probe(recorded);
      for (const direction of directionsOf(recorded, seed)) {
        Array.from(probe.reach(direction, 0.3) ?? []);
        const after = wholePass(recorded, direction, 0.3, seed);
        const changes = recorded.layers.flatMap(({ nets }, layer) =>
          Array.from(nets, (net, i) => Math.abs(after.layers[layer].nets[i] - net)),
        );
        const furthest = Math.max(...changes);
        assert.ok(Math.abs(probe.furthest - furthest) <= 1e-12 * (1 + furthest), `seed ${seed}`);
      }
    }
  });

  it('have the same bits when they are computed in pieces, with yields in between', () => {
    let yields = 0;
    for (let seed = 1; seed <= passes; seed++) {
      const recorded = randomPass(seed);
      const [atOnce, inPieces] = [new Probe(recorded), new Probe(recorded, 200)];
      for (const direction of directionsOf(recorded, seed)) {
        assert.equal(runMove(atOnce, direction, steps), 0);
        yields += runMove(inPieces, direction, steps);
        assert.deepEqual(inPieces.moved, atOnce.moved, `seed ${seed}`);
        Array.from(atOnce.reach(direction, 0.1) ?? []);
        Array.from(inPieces.reach(direction, 0.1) ?? []);
        assert.equal(inPieces.furthest, atOnce.furthest);
      }
    }
    assert.ok(yields > passes, `only ${yields} yields`);
  });
});
