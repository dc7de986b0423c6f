import { factsOf } from '../../src/jobs/factsOf.js';
import assert from 'node:assert/strict';
import type { NetworkConfig } from '../../src/config/spec.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { drain } from '../../src/engine/pacing.js';
import { forward } from '../../src/engine/pass/forward.js';
import { InputPlane, isPlanar } from '../../src/jobs/inputPlane.js';
import { startNetwork } from '../../src/jobs/networkJob.js';
import { UnitGrid } from '../../src/jobs/unitMaps.js';
import { filesIn } from '../../src/node/filesIn.js';
import { specOf } from '../worker/support.js';

const layers = [
  { units: 3, activation: 'tanh' },
  { units: 1, activation: 'sigmoid' },
];
const configOf = (data: object): object => ({ layers, loss: 'binaryCrossEntropy', data });

async function opened(data: object) {
  const spec = (await specOf(configOf(data))) as NetworkConfig;
  const { dataset, findings } = await loadDataset(spec, filesIn(''));
  assert.ok(dataset, JSON.stringify(findings));
  return { spec, dataset, state: drain(startNetwork(spec, dataset)) };
}

describe('With derived inputs', () => {
  it('the plane is that of the two given inputs, with all inputs of the network at each of its points', async () => {
    const derived = ['x*y', 'exp(x)'];
    const { dataset, state } = await opened({ generator: 'moons', samples: 50, derived, normalize: 'standardize' });
    const { shift, scale } = dataset.normalization!;
    const input = new InputPlane(dataset, state.network);
    const { plane } = input;
    assert.equal(plane.dimensions, 2);
    assert.equal(plane.training.points.length, 2 * plane.training.count);
    const { columns, rows, values } = drain(input.regions(state, null, false));
    for (const [column, row] of [[0, 0], [columns - 1, 3], [11, 23]]) {
      const x = plane.xMin + (column * (plane.xMax - plane.xMin)) / (columns - 1);
      const y = plane.yMin + (row * (plane.yMax - plane.yMin)) / (rows - 1);
      const raw = [x, y, x * y, Math.exp(x)];
      const point = Float64Array.from(raw, (value, i) => (value - shift[i]) / scale[i]);
      const [last] = forward(state.network, { rows: 1, columns: 4, values: point }).slice(-1);
      assert.ok(Math.abs(values[row * columns + column] - last.outputs.values[0]) < 1e-6);
      const unit = { layer: 0, unit: 2 };
      const product = drain(input.regions(state, null, false, unit)).values[row * columns + column];
      assert.ok(Math.abs(product - x * y) < 1e-6, 'the map of a derived input is in its own units');
    }
  }); // prettier-ignore

  it('the maps of the units have those of the derived inputs', async () => {
    const { dataset, state } = await opened({ generator: 'circles', samples: 40, derived: ['x^2 + y^2', 'x*2'] }); // prettier-ignore
    const input = new InputPlane(dataset, state.network);
    const { columns, rows, derived, layers: maps } = drain(new UnitGrid(input, state.network).maps(state));
    const { xMin, xMax, yMin, yMax } = input.plane;
    assert.equal(derived?.length, 2 * columns * rows);
    assert.equal(maps[0]?.length, 3 * columns * rows);
    const [column, row] = [columns - 2, 1];
    const x = xMin + (column * (xMax - xMin)) / (columns - 1);
    const y = yMin + (row * (yMax - yMin)) / (rows - 1);
    assert.ok(Math.abs(derived[row * columns + column] - (x * x + y * y)) < 1e-5);
    assert.ok(Math.abs(derived[(rows + row) * columns + column] - 2 * x) < 1e-5);
  });

  it('a single given input has a curve, and three have neither', async () => {
    const line = await opened({ inputs: [[1], [2]], targets: [[0], [1]], derived: ['x^2', 'x^3'] });
    assert.equal(new InputPlane(line.dataset, line.state.network).plane.dimensions, 1);
    assert.deepEqual(
      [factsOf(line.dataset, line.spec).planar, factsOf(line.dataset, line.spec).derivedInputs],
      [true, 2],
    );
    const three = await opened({ inputs: [[1, 2, 3]], targets: [[0]], derived: ['x1*x2'] });
    assert.equal(isPlanar(three.dataset), false);
  });

  it('the points outside the domain of a formula have no output', async () => {
    const { dataset, state } = await opened({ inputs: [[1], [9]], targets: [[0], [1]], derived: ['log(x - 0.9)'] });
    const { values } = drain(new InputPlane(dataset, state.network).regions(state, null, true));
    assert.ok(Number.isNaN(values[0]) && Number.isFinite(values[values.length - 1]));
  }); // prettier-ignore
});
