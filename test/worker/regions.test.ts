import assert from 'node:assert/strict';
import { forward } from '../../src/engine/pass/forward.js';
import type { TrainingState } from '../../src/engine/training/state.js';
import type { FromWorker, Plane, Regions, UnitPlace } from '../../src/protocol.js';
import { unpackCheckpoint } from '../../src/node/checkpoint.js';
import { Driver, specOf } from './support.js';

/** Data far from zero and with different scales, so that wrong units would be noticed. */
const inputs = Array.from({ length: 40 }, (_, i) => [2000 + (i % 8), 0.01 * Math.floor(i / 8)]);
const targets = inputs.map(([x, y]) => [x > 2003 && y < 0.03 ? 1 : 0]);
const standardized = {
  layers: [
    { units: 5, activation: 'tanh' },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { inputs, targets, normalize: 'standardize' },
  training: { optimizer: { type: 'adam', learningRate: 0.05 }, epochs: 60, seed: 2 },
};
const blobs = {
  layers: [
    { units: 6, activation: 'relu' },
    { units: 3, activation: 'softmax' },
  ],
  loss: 'crossEntropy',
  data: { generator: 'gaussians', samples: 1200, validationSplit: 0.25 },
  training: { epochs: 3, seed: 1 },
};

interface Told {
  readonly planes: readonly Plane[];
  readonly regions: readonly Regions[];
  readonly state: TrainingState;
  readonly messages: readonly FromWorker[];
}

async function trained(config: object): Promise<Told> {
  const driver = await Driver.open();
  try {
    const spec = await specOf(config);
    driver.post({ type: 'start', run: 'a', spec, directory: '', train: true, checkpoint: null });
    const { state } = unpackCheckpoint(await driver.settled('a', 'done'));
    const { messages } = driver;
    return {
      planes: messages.flatMap((message) => (message.type === 'plane' ? [message.plane] : [])),
      regions: messages.flatMap((message) => (message.type === 'regions' ? [message.regions] : [])),
      state: state as TrainingState,
      messages,
    };
  } finally {
    await driver.close();
  }
}

describe('The regions of a network with two inputs', () => {
  it('are its outputs at the points of the grid, which are in the units of the data', async () => {
    const { planes, regions, state } = await trained(standardized);
    const [{ xMin, xMax, yMin, yMax }] = planes;
    assert.ok(Math.abs(xMin - (2000 - 0.7)) < 1e-9 && Math.abs(xMax - (2007 + 0.7)) < 1e-9);
    assert.ok(Math.abs(yMin + 0.004) < 1e-9 && Math.abs(yMax - 0.044) < 1e-9);
    const { epoch, columns, rows, outputs, values } = regions.at(-1)!;
    assert.deepEqual([epoch, outputs, values.length], [60, 1, columns * rows]);
    const deviation = (column: number): readonly [number, number] => {
      const mean = inputs.reduce((sum, row) => sum + row[column], 0) / inputs.length;
      const square = inputs.reduce((sum, row) => sum + (row[column] - mean) ** 2, 0);
      return [mean, Math.sqrt(square / inputs.length)];
    };
    const [[xMean, xScale], [yMean, yScale]] = [deviation(0), deviation(1)];
    // prettier-ignore
    for (const [column, row] of [[0, 0], [columns - 1, 0], [7, 31], [40, 12], [columns - 1, rows - 1]]) {
      const x = xMin + (column * (xMax - xMin)) / (columns - 1);
      const y = yMin + (row * (yMax - yMin)) / (rows - 1);
      const point = Float64Array.of((x - xMean) / xScale, (y - yMean) / yScale);
      const [last] = forward(state.network, { rows: 1, columns: 2, values: point }).slice(-1);
      const difference = values[row * columns + column] - last.outputs.values[0];
      assert.ok(Math.abs(difference) < 1e-6, `${difference} at (${x}, ${y})`);
    }
  });

  it('have a grid for each output, one after the other', async () => {
    const { planes, regions } = await trained(blobs);
    const { columns, rows, outputs, values } = regions.at(-1)!;
    assert.deepEqual([planes.length, outputs, values.length], [1, 3, 3 * columns * rows]);
    for (let point = 0; point < columns * rows; point += 97) {
      const sum = [0, 1, 2].reduce((total, output) => total + values[output * columns * rows + point], 0);
      assert.ok(Math.abs(sum - 1) < 1e-6); // softmax
    }
  });

  it('include samples of both parts and of every class within the box, but no more than can be seen', async () => {
    const { training, validation, ...box } = (await trained(blobs)).planes[0];
    assert.deepEqual([training.count, validation.count], [375, 125]);
    for (const { count, points, targets: classes } of [training, validation]) {
      assert.deepEqual([points.length, classes.length], [2 * count, 3 * count]);
      for (const k of [0, 1, 2]) assert.ok(classes.filter((_, i) => i % 3 === k).includes(1));
      assert.ok(points.every((value, i) => (i % 2 ? value > box.yMin && value < box.yMax : value > box.xMin && value < box.xMax))); // prettier-ignore
    }
  });

  it('have samples with the values and targets that the data has', async () => {
    const { training } = (await trained(standardized)).planes[0];
    assert.equal(training.count, 40);
    for (let index = 0; index < 40; index++) {
      const [x, y] = training.points.subarray(2 * index);
      const found = inputs.findIndex(([a, b]) => Math.abs(a - x) < 1e-3 && Math.abs(b - y) < 1e-6);
      assert.equal(training.targets[index], targets[found][0]);
    }
  });

  it('are a curve where there is one input', async () => {
    const one = { ...standardized, data: { ...standardized.data, inputs: inputs.map(([x]) => [x]) } };
    const { planes, regions, state } = await trained(one);
    const [{ dimensions, xMin, xMax, yMin, yMax, training }] = planes;
    assert.deepEqual([dimensions, yMin, yMax, training.points.length], [1, 0, 0, 40]);
    assert.ok(Math.abs(xMin - 1999.3) < 1e-9 && Math.abs(xMax - 2007.7) < 1e-9);
    const { columns, rows, outputs, values } = regions.at(-1)!;
    assert.deepEqual([rows, outputs, values.length], [1, 1, columns]);
    const mean = inputs.reduce((sum, [x]) => sum + x, 0) / 40;
    const scale = Math.sqrt(inputs.reduce((sum, [x]) => sum + (x - mean) ** 2, 0) / 40);
    for (const at of [0, 17, columns - 1]) {
      const x = xMin + (at * (xMax - xMin)) / (columns - 1);
      const point = { rows: 1, columns: 1, values: Float64Array.of((x - mean) / scale) };
      const [last] = forward(state.network, point).slice(-1);
      assert.ok(Math.abs(values[at] - last.outputs.values[0]) < 1e-6, `at ${x}`);
    }
  });

  it('are those of the unit in focus, at once in a run that does not train, until none is', async () => {
    const driver = await Driver.open();
    try {
      const spec = await specOf(standardized);
      driver.post({ type: 'start', run: 'a', spec, directory: '', train: true, checkpoint: null });
      const { state } = unpackCheckpoint(await driver.settled('a', 'done'));
      const focus = async (unit: UnitPlace | null): Promise<Regions> => {
        const since = driver.messages.length;
        driver.post({ type: 'focus', run: 'a', unit });
        return (await driver.next('regions', () => true, since)).regions;
      };
      const hidden = await focus({ layer: 1, unit: 3 });
      assert.deepEqual([hidden.unit, hidden.outputs], [{ layer: 1, unit: 3 }, 1]);
      const net = (state as TrainingState).network.layers[0].bias![3];
      // The mean of symmetric data is in the middle of the plane; standardized, it is 0.
      const middle = hidden.values[(hidden.values.length - 1) / 2];
      assert.ok(Math.abs(middle - Math.tanh(net)) < 1e-6);
      const input = await focus({ layer: 0, unit: 1 });
      assert.ok(Math.abs(input.values[0] + 0.004) < 1e-6 && Math.abs(input.values.at(-1)! - 0.044) < 1e-6);
      assert.equal((await focus({ layer: 7, unit: 0 })).unit, null);
      assert.equal((await focus(null)).unit, null);
    } finally {
      await driver.close();
    }
  });

  it('are not made of any other number of inputs, of many outputs, or of a function', async () => {
    const three = { ...standardized, data: { ...standardized.data, inputs: inputs.map(([x, y]) => [x, y, x * y]) } }; // prettier-ignore
    const many = { ...blobs, layers: [{ units: 11, activation: 'softmax' }] };
    const plain = { function: 'x^2 + y^2', start: [1, 1], training: { epochs: 5 } };
    for (const config of [three, many, plain]) {
      const { planes, regions, messages } = await trained(config);
      assert.deepEqual([planes, regions], [[], []]);
      const ready = messages.find(({ type }) => type === 'ready');
      assert.ok(ready?.type === 'ready' && ready.facts?.planar !== true);
    }
  });
});
