import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Random } from '../../src/engine/maths/random.js';
import { drain } from '../../src/engine/pacing.js';
import { packOnnx } from '../../src/models/onnx/packOnnx.js';
import { predictWith } from '../../src/models/predict.js';
import { randomModel } from './randomModel.js';

/** What is used of onnxruntime-node, which `npm ci --prefix test/interop` installs. */
interface Runtime {
  readonly InferenceSession: {
    create(bytes: Uint8Array): Promise<{
      run(
        feeds: Readonly<Record<string, unknown>>,
      ): Promise<Readonly<Record<string, { data: ArrayLike<number> }>>>;
    }>;
  };
  readonly Tensor: new (
    type: string,
    values: Float32Array | Float64Array,
    shape: readonly number[],
  ) => unknown;
}

const folder = path.join(import.meta.dirname, '../interop');
const rows = 20;

describe('An exported ONNX model', () => {
  it('gives the outputs of the network in onnxruntime, for 40 random networks', async function () {
    if (!existsSync(path.join(folder, 'node_modules/onnxruntime-node'))) this.skip();
    this.timeout(60_000);
    const { InferenceSession, Tensor } = createRequire(path.join(folder, 'package.json'))(
      'onnxruntime-node',
    ) as Runtime;
    const precisions = new Set<string>();
    for (let seed = 1; seed <= 40; seed++) {
      const model = randomModel(seed);
      const { bytes, precision } = packOnnx(model);
      precisions.add(precision);
      const columns = model.inputNames.length - model.derived.length;
      const random = new Random(seed, 'order');
      const values = Float64Array.from({ length: rows * columns }, () => 2 * random.normal());
      const expected = drain(predictWith(model, { rows, columns, values }));
      const session = await InferenceSession.create(bytes);
      const isSingle = precision === 'float32';
      const input = new Tensor(isSingle ? 'float32' : 'float64', isSingle ? Float32Array.from(values) : values, [rows, columns]); // prettier-ignore
      const { output } = await session.run({ input });
      assert.equal(output.data.length, expected.values.length);
      const tolerance = isSingle ? 2e-4 : 1e-12;
      for (const [i, value] of expected.values.entries())
        assert.ok(
          Math.abs(output.data[i] - value) <= tolerance * Math.max(1, Math.abs(value)),
          `${model.name}, ${precision}, ${JSON.stringify(model.network.layers.map(({ activation }) => activation))}: ${output.data[i]} is not ${value}`,
        );
    }
    assert.deepEqual([...precisions].sort(), ['float32', 'float64']);
  });
});
