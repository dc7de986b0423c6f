import assert from 'node:assert/strict';
import type { NetworkConfig } from '../../src/config/spec.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { drain } from '../../src/engine/pacing.js';
import type { TrainingState } from '../../src/engine/training/state.js';
import { InputPlane } from '../../src/jobs/inputPlane.js';
import { startNetwork } from '../../src/jobs/networkJob.js';
import { UnitGrid } from '../../src/jobs/unitMaps.js';
import { filesIn } from '../../src/node/filesIn.js';
import type { Plane, UnitMaps } from '../../src/protocol.js';
import { specOf } from '../worker/support.js';

interface Told {
  readonly state: TrainingState;
  readonly plane: Plane;
  readonly maps: UnitMaps;
  readonly normalization: { readonly shift: Float64Array; readonly scale: Float64Array };
}

async function mapsOf(
  config: object,
  change: (state: TrainingState) => void = () => undefined,
): Promise<Told> {
  const spec = (await specOf(config)) as NetworkConfig;
  const { dataset } = await loadDataset(spec, filesIn(''));
  assert.ok(dataset);
  const state = drain(startNetwork(spec, dataset));
  change(state);
  const inputPlane = new InputPlane(dataset, state.network);
  const maps = drain(new UnitGrid(inputPlane, state.network).maps(state));
  const none = { shift: Float64Array.of(0, 0), scale: Float64Array.of(1, 1) };
  return { state, plane: inputPlane.plane, maps, normalization: dataset.normalization ?? none };
}

const layersOf = (...units: number[]): object[] => [
  ...units.map((count) => ({ units: count, activation: 'tanh' })),
  { units: 1, activation: 'sigmoid' },
];
const moons = { generator: 'moons', samples: 60 };
const configOf = (layers: object[], data: object = moons): object => ({
  layers,
  loss: 'binaryCrossEntropy',
  data,
  training: { epochs: 1, seed: 4 },
});

/** Computes all units' outputs for one sample with loops of its own. */
function outputsAt({ network }: TrainingState, inputs: readonly number[]): number[][] {
  let before = [...inputs];
  return network.layers.map(({ weights, bias, units, activation }) => {
    before = Array.from({ length: units }, (_, unit) => {
      const net = before.reduce(
        (sum, value, i) => sum + value * weights[unit * before.length + i],
        bias?.[unit] ?? 0,
      );
      return activation === 'tanh' ? Math.tanh(net) : 1 / (1 + Math.exp(-net));
    });
    return before;
  });
}

function assertMaps({ state, plane, maps, normalization: { shift, scale } }: Told): void {
  const { columns, rows, layers } = maps;
  for (let at = 0; at < columns * rows; at += 7) {
    const x = plane.xMin + ((at % columns) * (plane.xMax - plane.xMin)) / (columns - 1);
    const y = plane.yMin + (Math.floor(at / columns) * (plane.yMax - plane.yMin)) / (rows - 1);
    const place = plane.dimensions === 1 ? [x] : [x, y];
    const expected = outputsAt(state, place.map((value, input) => (value - shift[input]) / scale[input])); // prettier-ignore
    for (const [layer, outputs] of expected.entries())
      for (const [unit, output] of outputs.entries()) {
        const value = layers[layer]![unit * columns * rows + at];
        assert.ok(Math.abs(value - output) < 1e-6, `layer ${layer + 1}, unit ${unit + 1}, (${place.join()})`);
      }
  }
}

describe('The maps of the units', () => {
  it('are what each unit gives at the points of the grid', async () => {
    const told = await mapsOf(configOf(layersOf(5, 3), { ...moons, normalize: 'standardize' }));
    assert.deepEqual([told.maps.columns, told.maps.rows, told.maps.epoch], [20, 20, 0]);
    assertMaps(told);
  });

  it('are curves where there is one input', async () => {
    const inputs = Array.from({ length: 9 }, (_, i) => [100 + i]);
    const told = await mapsOf(
      configOf(layersOf(4), { inputs, targets: inputs.map(([x]) => [x % 2]), normalize: 'standardize' }),
    );
    assert.deepEqual([told.maps.columns, told.maps.rows], [48, 1]);
    assertMaps(told);
  });

  it('are left out of a layer of more than 32 units and of the middle of a deep network', async () => {
    const wide = await mapsOf(configOf(layersOf(32, 33)));
    assert.deepEqual(wide.maps.layers.map((layer) => layer !== null), [true, false, true]); // prettier-ignore
    const deep = await mapsOf(configOf(layersOf(...Array<number>(49).fill(20))));
    const drawn = deep.maps.layers.map((layer, index) => (layer ? index : -1)).filter((index) => index >= 0);
    assert.deepEqual(drawn, [0, 1, 2, 3, 4, 5, 6, 7, 42, 43, 44, 45, 46, 47, 48, 49]);
    const values = deep.maps.layers.reduce((sum, layer) => sum + (layer?.length ?? 0), 0);
    assert.ok(values <= 40_000, `${values} values`);
  });

  it('are coarse where there are a thousand units, which are not drawn', async () => {
    const { maps } = await mapsOf(configOf(layersOf(1000, 1000, 4)));
    assert.deepEqual(maps.layers.map((layer) => layer?.length ?? null), [null, null, 400, 100]); // prettier-ignore
  });

  it('exist for a single sample and for samples in one point', async () => {
    for (const count of [1, 5]) {
      const inputs = Array.from({ length: count }, () => [3, -2]);
      const told = await mapsOf(configOf(layersOf(3), { inputs, targets: inputs.map((_, i) => [i % 2]) }));
      assert.deepEqual([told.plane.xMin, told.plane.xMax, told.plane.yMin, told.plane.yMax], [2, 4, -3, -1]);
      assertMaps(told);
    }
  });

  it('are not numbers where parameters are not', async () => {
    const { maps } = await mapsOf(configOf(layersOf(2)), ({ network }) =>
      network.layers[0].weights.fill(NaN),
    );
    assert.ok(maps.layers.every((layer) => layer?.every(Number.isNaN)));
  });
});
