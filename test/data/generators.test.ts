import assert from 'node:assert/strict';
import { generatorNames } from '../../src/config/spec.js';
import { classesOf, datasetOf, oneOutput, rowsOf, yesOrNo } from './support.js';

const config = (generator: string, more: object = {}, seed = 0) => ({
  ...(generator === 'sine' ? oneOutput : yesOrNo),
  data: { generator, samples: 60, noise: 0, ...more },
  training: { seed },
});

async function points(generator: string, more: object = {}, seed = 0) {
  const { training } = await datasetOf(config(generator, more, seed));
  const targets = rowsOf(training.targets);
  return rowsOf(training.inputs).map(([x, y], i) => ({ x, y, target: targets[i][0] }));
}

describe('A generator', () => {
  for (const generator of generatorNames) {
    it(`gives the same samples for the same seed, and others for another: ${generator}`, async () => {
      const first = await points(generator, { noise: 0.2 });
      assert.equal(first.length, 60);
      assert.deepEqual(await points(generator, { noise: 0.2 }), first);
      assert.notDeepEqual(await points(generator, { noise: 0.2 }, 1), first);
    });
  }

  for (const generator of generatorNames.filter((name) => name !== 'sine')) {
    it(`gives one column for one unit and one-hot rows for two, the same samples: ${generator}`, async () => {
      const one = await datasetOf(config(generator));
      const two = await datasetOf({ ...config(generator), ...classesOf(2) });
      assert.deepEqual(one.training.inputs, two.training.inputs);
      assert.deepEqual([one.classes, two.classes], [['0', '1'], ['0', '1']]); // prettier-ignore
      const targets = rowsOf(one.training.targets).map(([target]) => target);
      assert.equal(targets.filter((target) => target === 1).length, 30);
      assert.deepEqual(rowsOf(two.training.targets), targets.map((target) => [1 - target, target])); // prettier-ignore
    });
  }

  it('of circles has class 0 on the unit circle and class 1 at half its radius', async () => {
    for (const { x, y, target } of await points('circles')) {
      assert.ok(Math.abs(Math.hypot(x, y) - (target === 0 ? 1 : 0.5)) < 1e-12);
    }
  });

  it('of xor has class 1 where the signs differ, and nothing at the axes', async () => {
    for (const { x, y, target } of await points('xor')) {
      assert.equal(target, x * y < 0 ? 1 : 0);
      assert.ok(Math.min(Math.abs(x), Math.abs(y)) >= 0.1);
    }
  });

  it('of moons has half circles around (0, 0) and (1, 0.5)', async () => {
    for (const { x, y, target } of await points('moons')) {
      assert.ok(Math.abs(Math.hypot(x - target, y - target / 2) - 1) < 1e-12);
      assert.ok(target === 0 ? y >= 0 : y <= 0.5);
    }
  });

  it('spreads the samples of each class over its whole shape, also where a class has one more', async () => {
    const moons = await points('moons', { samples: 5 });
    const xs = (wanted: number) => moons.filter(({ target }) => target === wanted).map(({ x }) => Math.round(x * 1e9) / 1e9); // prettier-ignore
    assert.deepEqual([xs(0), xs(1)], [[1, 0, -1], [0, 2]]); // prettier-ignore
  });

  it('of a spiral has as many arms as the network has outputs, each the first one turned', async () => {
    const { training } = await datasetOf({ ...config('spiral'), ...classesOf(3) });
    const inputs = rowsOf(training.inputs);
    for (let i = 0; i < 60; i += 3) {
      const [[ax, ay], [bx, by]] = [inputs[i], inputs[i + 1]];
      const [cos, sin] = [Math.cos((2 * Math.PI) / 3), Math.sin((2 * Math.PI) / 3)];
      assert.ok(Math.abs(ax * cos - ay * sin - bx) < 1e-12 && Math.abs(ax * sin + ay * cos - by) < 1e-12);
    }
  });

  it('of gaussians has its classes around points of the unit circle', async () => {
    const all = await points('gaussians', { samples: 20_000 });
    for (const target of [0, 1]) {
      const own = all.filter((point) => point.target === target);
      const mean = own.reduce((sum, { x }) => sum + x, 0) / own.length;
      assert.ok(Math.abs(mean - (target === 0 ? 1 : -1) * Math.SQRT1_2) < 0.02, `mean ${mean}`);
    }
  });

  it('of a sine gives sin x, and adds noise of the given deviation', async () => {
    for (const { x } of (await points('sine')).slice(0, 1)) assert.equal(x, -Math.PI);
    const { training } = await datasetOf(config('sine', { samples: 20_000, noise: 0.3 }));
    const targets = rowsOf(training.targets);
    const squares = rowsOf(training.inputs).map(([x], i) => (targets[i][0] - Math.sin(x)) ** 2);
    const deviation = Math.sqrt(squares.reduce((a, b) => a + b) / squares.length);
    assert.ok(Math.abs(deviation - 0.3) < 0.01, `deviation ${deviation}`);
  });
});
