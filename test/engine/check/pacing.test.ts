import assert from 'node:assert/strict';
import { targetsOf } from '../../../src/engine/check/targets.js';
import type { Context } from '../../../src/engine/check/mistakes/context.js';
import { EditSearch, type EditLimits } from '../../../src/engine/check/edits/editSearch.js';
import { editsOf } from '../../../src/engine/check/edits/edits.js';
import { formulasOf } from '../../../src/engine/check/edits/formulas.js';
import { likelyRows } from '../../../src/engine/check/edits/likelyRows.js';
import { passValues } from '../../../src/engine/check/edits/passValues.js';
import type { LayerTargets } from '../../../src/engine/check/mistakes/target.js';
import { WorkMeter } from '../../../src/engine/check/workMeter.js';
import { record } from '../../../src/engine/check/record.js';
import { roundingErrors } from '../../../src/engine/check/rounding.js';
import { drain } from '../../../src/engine/pacing.js';
import { randomGenerator, makeNetwork, makeSamples } from './networks.js';

/** Counts the values of the pass that are read, as a measure of work. */
class Reads {
  count = 0;

  of<T extends Float64Array | Float32Array>(values: T): T {
    return new Proxy(values, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') {
          if (typeof key === 'string' && /^\d/.test(key)) this.count++;
          return value;
        }
        return (...args: unknown[]): unknown => {
          if (key !== 'subarray') this.count += target.length;
          return Reflect.apply(value, target, args);
        };
      },
    });
  }

  /** The largest number of reads between two yields. */
  between(steps: Generator): number {
    let most = 0;
    for (let since = this.count, done: boolean | undefined = false; !done; since = this.count) {
      ({ done } = steps.next());
      most = Math.max(most, this.count - since);
    }
    return most;
  }
}

const [inputs, units, outputs, rows] = [24, 18, 12, 64];
const workPerYield = 2000;

/** Records a pass whose reads are counted, with gradients that no mistake explains. */
function wrongWork(reads: Reads, activation: string) {
  const random = randomGenerator(7);
  const network = makeNetwork(
    random,
    inputs,
    [
      { units, activation },
      { units: outputs, activation: 'softmax' },
    ],
    'crossEntropy',
  );
  const plain = record(network, makeSamples(random, network, rows), { dropoutSeed: null });
  const recorded = {
    ...plain,
    layers: plain.layers.map((each) => ({
      ...each,
      layer: { ...each.layer, weights: reads.of(each.layer.weights) },
      inputs: reads.of(each.inputs),
      nets: reads.of(each.nets),
      outputs: reads.of(each.outputs),
      deltas: reads.of(each.deltas),
    })),
  };
  const context: Context = {
    recorded,
    rows,
    outputs,
    regularization: { l1: 0, l2: 0 },
    optimizer: { type: 'sgd', learningRate: 0.3, momentum: 0, nesterov: false, weightDecay: 0 },
    learningRate: 0.3,
    batchSize: 16,
  };
  const tensor = (values: Float64Array, shape: number[]) => {
    const wrong = values.map((value) => value * (1 + random()));
    return { values: wrong, shape, rounding: new Float64Array(wrong.length) };
  };
  const layers = plain.gradients.map(({ weights, bias }, index) => {
    const { layer } = plain.layers[index];
    const right = { weights: Float64Array.from(weights ?? []), bias: Float64Array.from(bias ?? []) };
    if (index > 0) return { weights: null, bias: null };
    return {
      weights: tensor(right.weights, [layer.units, layer.inputs]),
      bias: tensor(right.bias, [layer.units]),
    };
  });
  const given = { layers, loss: null, outputs: null, steps: { absolute: 0, relative: 0 } };
  return { context, given };
}

function searchOf(
  context: Context,
  targets: readonly LayerTargets[],
  limits: EditLimits,
  meter: WorkMeter,
): EditSearch {
  const edits = context.recorded.layers.map((_, index) =>
    editsOf(context, index, formulasOf(context, index), null),
  );
  return new EditSearch(
    context,
    passValues(context.recorded),
    targets,
    (index) => edits[index],
    limits,
    meter,
  );
}

describe('comparing gradients in pieces', () => {
  // A row of a layer is processed at once, with several reads for each value.
  const most = 4 * workPerYield;

  for (const activation of ['tanh', 'softmax']) {
    it(`does little work between two yields while it bounds rounding errors (${activation})`, () => {
      const reads = new Reads();
      const { context } = wrongWork(reads, activation);
      const rounding = { absolute: 1e-6, relative: 1e-9 };
      const longest = reads.between(
        roundingErrors(context.recorded, rounding, new WorkMeter(Infinity, workPerYield)),
      );
      assert.ok(reads.count > 20 * workPerYield, `${reads.count} in all`);
      assert.ok(longest <= most, `${longest} at once`);
    });

    it(`does little work between two yields while it searches, however many mistakes there are to try (${activation})`, () => {
      const reads = new Reads();
      const { context, given } = wrongWork(reads, activation);
      const { layers } = drain(targetsOf(context, given));
      for (const limits of [
        { level: 'strict', edits: 1 },
        { level: 'lax', edits: 2 },
        { level: 'lax', edits: 2, partly: true, open: true },
      ] as const) {
        const search = searchOf(context, layers, limits, new WorkMeter(1.5e7, workPerYield));
        const before = reads.count;
        const longest = reads.between(search.run());
        assert.ok(reads.count - before > 100 * workPerYield, `${reads.count - before} in all`);
        assert.ok(longest <= most, `${longest} at once`);
      }
    });
  }

  it('does little work between two yields while it searches for the rows that were used', () => {
    const reads = new Reads();
    const { context, given } = wrongWork(reads, 'tanh');
    const { layers } = drain(targetsOf(context, given));
    const longest = reads.between(likelyRows(context, layers, new WorkMeter(Infinity, rows ** 2)));
    assert.ok(longest <= 4 * rows, `${longest} at once`);
  });

  it('stays within its limit of work', () => {
    const reads = new Reads();
    const { context, given } = wrongWork(reads, 'tanh');
    const { layers } = drain(targetsOf(context, given));
    const allowed = 1e6;
    const meter = new WorkMeter(allowed, workPerYield);
    const limits = { level: 'lax', edits: 2, partly: true, open: true } as const;
    const before = reads.count;
    drain(searchOf(context, layers, limits, meter).run());
    assert.ok(meter.isSpent);
    assert.ok(reads.count - before < 2 * allowed, `${reads.count - before} of ${allowed}`);
  });
});
