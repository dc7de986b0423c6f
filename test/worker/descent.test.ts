import assert from 'node:assert/strict';
import type { FunctionConfig } from '../../src/config/spec.js';
import { contourOf } from '../../src/jobs/contour.js';
import { Driver, specOf } from './support.js';

const bowl = {
  function: 'x^2 + 10*y^2',
  start: [3, 1],
  training: { optimizer: { type: 'sgd', learningRate: 0.05 }, epochs: 200 },
};

const functionOf = async (config: object): Promise<FunctionConfig> => {
  const spec = await specOf(config);
  assert.equal(spec.kind, 'function');
  return spec;
};

describe('A descent in its worker', () => {
  it('reports the path and ends in the valley', async () => {
    const driver = await Driver.open();
    try {
      const spec = await specOf(bowl);
      driver.post({ type: 'start', run: 'a', spec, directory: '', train: true, checkpoint: null });
      await driver.settled('a', 'done');
      const { x, y, loss } = driver.historyOf('a');
      assert.deepEqual([x[0], y[0], loss[0], x.length], [3, 1, 19, 201]);
      // x ← x − 0.05·2x = 0.9 x
      assert.ok(Math.abs(x[200] - 3 * 0.9 ** 200) < 1e-12);
      assert.equal(driver.messages.filter(({ type }) => type === 'surface').length, 1);
      assert.equal((await driver.next('ready')).facts, null);
    } finally {
      await driver.close();
    }
  });

  it('does not continue from the state of a network, nor a network from that of a descent', async () => {
    const driver = await Driver.open();
    try {
      const network = {
        layers: [{ units: 1 }],
        loss: 'huber',
        data: { generator: 'moons', samples: 20 },
        training: { epochs: 1 },
      };
      const specs = [await specOf(bowl), await specOf(network)];
      for (const [index, spec] of specs.entries()) {
        const run = `run ${index}`;
        driver.post({ type: 'start', run, spec, directory: '', train: true, checkpoint: null });
        const checkpoint = await driver.settled(run, 'done');
        const other = { spec: specs[1 - index], directory: '', train: true, checkpoint };
        driver.post({ type: 'start', run: `other ${index}`, ...other });
        const { findings } = await driver.next('refused', (message) => message.run === `other ${index}`);
        assert.equal(findings[0].code, 'checkpoint-of-another-kind');
      }
    } finally {
      await driver.close();
    }
  });
});

describe('The contour of a function', () => {
  it('has the whole path in it, and the values at its points', async () => {
    const surface = contourOf(await functionOf(bowl));
    const { xMin, xMax, yMin, yMax, columns, rows, values } = surface;
    assert.ok(xMin < 0 && xMax > 3 && yMin < 0 && yMax > 1);
    const [column, row] = [17, 40];
    const x = xMin + (column * (xMax - xMin)) / (columns - 1);
    const y = yMin + (row * (yMax - yMin)) / (rows - 1);
    const expected = x ** 2 + 10 * y ** 2;
    assert.ok(Math.abs(values[row * columns + column] - expected) < 1e-9 * Math.max(1, expected));
  });

  it('stays around the start if the descent diverges', async () => {
    const training = { optimizer: { type: 'sgd', learningRate: 0.5 }, epochs: 100 };
    const { xMin, xMax, yMin, yMax } = contourOf(await functionOf({ ...bowl, training }));
    assert.ok(xMin < 3 && xMax > 3 && yMin < 1 && yMax > 1);
    assert.ok(xMax - xMin < 10 && yMax - yMin < 10);
  });
});
