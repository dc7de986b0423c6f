import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { backprop, lastEvent, withConfig } from './support.js';

describe('backprop gradients', () => {
  it('prints loss, outputs and gradients at the initial parameters: the textbook’s numbers', async () => {
    const file = 'test/fixtures/golden/worked-example-2-2-2.json';
    const { expect } = JSON.parse(readFileSync(file, 'utf8')) as {
      expect: { loss: number; outputs: number[][]; gradients: { weights: number[][] }[] };
    };
    const { loss, outputs, layers } = await lastEvent(
      'gradients',
      'examples/worked-example-2-2-2.backprop.json',
    );
    const numbers = JSON.stringify([loss, outputs, layers])
      .match(/-?[\d.]+(e[+-]?\d+)?/g)!
      .map(Number);
    const expected = [
      expect.loss,
      ...expect.outputs.flat(),
      ...expect.gradients.flatMap(({ weights }) => weights.flat()),
    ];
    assert.equal(numbers.length, expected.length);
    numbers.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-12));
    assert.deepEqual((layers as { bias: unknown }[]).map(({ bias }) => bias), [null, null]); // prettier-ignore
  });

  it('prints tables with names for people', async () => {
    const { status, out } = await backprop(['gradients', 'examples/worked-example-2-2-2.backprop.json']);
    assert.equal(status, 0);
    assert.match(out, /^E=0\.2983711 at the initial parameters$/m);
    assert.match(out, /^o1 +w5=0\.08216704 +w6=0\.08266763$/m);
  });

  it('prints a function’s value and gradient at the starting point', async () => {
    await withConfig({ function: 'x^2 + 10*y^2', start: [4, 1] }, {}, async (file) => {
      assert.deepEqual(await lastEvent('gradients', file), { loss: 26, x: 4, y: 1, gradient: [8, 20] });
      assert.match((await backprop(['gradients', file])).out, /f=26 at \(4, 1\)\n∂f\/∂x=8 {2}∂f\/∂y=20\n/);
    });
  });

  it('exits with 1 where a number is not finite, and says why', async () => {
    const file = 'test/fixtures/cases/infinite-before-update.backprop.json';
    const { status, err, out } = await backprop(['gradients', file]);
    assert.equal(status, 1);
    assert.match(
      err,
      /error not-finite .* in sample 1, output o2 is 0, but the target is 1\. Use softmax before/,
    );
    assert.match(out, /^E=Infinity at the initial parameters$/m);
  });

  it('exits with 1 where only a gradient is not finite', async () => {
    const config = {
      layers: [{ units: 1, activation: 'own', weights: [[1]] }],
      loss: 'halfSquaredError',
      functions: { own: { f: 'x', df: '1 / (x - 1)' } },
      data: { inputs: [[1]], targets: [[0]] },
    };
    await withConfig(config, {}, async (file) => {
      const { status, err } = await backprop(['gradients', file]);
      assert.equal(status, 1);
      assert.match(
        err,
        /error not-finite .*: a gradient in layer 1 became Infinity\. The formula is not defined/,
      );
      assert.doesNotMatch(err, /learning rate/);
    });
  });

  it('has one number for a shared bias, and null for a missing bias', async () => {
    const config = {
      layers: [
        { units: 2, bias: { value: 0.5, shared: true } },
        { units: 1, bias: false },
      ],
      loss: 'halfSquaredError',
      data: { inputs: [[1]], targets: [[4]] },
    };
    await withConfig(config, {}, async (file) => {
      const { layers } = await lastEvent<{ layers: { bias: unknown }[] }>('gradients', file);
      assert.deepEqual(layers.map(({ bias }) => (bias === null ? null : typeof bias)), ['number', null]); // prettier-ignore
    });
  });

  it('includes the penalty’s gradient, and leaves it out of the loss', async () => {
    const config = (l2: number) => ({
      layers: [{ weights: [[3]], bias: [1] }],
      loss: 'halfSquaredError',
      data: { inputs: [[1]], targets: [[4]] },
      training: { regularization: { l1: 0, l2 } },
    });
    for (const [l2, gradient] of [
      [0, 0],
      [0.5, 1.5],
    ] as const) {
      // prettier-ignore
      await withConfig(config(l2), {}, async (file) => {
        const { loss, layers } = await lastEvent('gradients', file);
        assert.deepEqual([loss, layers], [0, [{ weights: [[gradient]], bias: [0] }]]);
      });
    }
  });

  it('refuses a config with errors', async () => {
    await withConfig('{}', {}, async (file) => {
      const { status, out, err } = await backprop(['gradients', file, '--json']);
      assert.deepEqual([status, out], [1, '']);
      assert.match(err, /error/);
    });
  });
});
