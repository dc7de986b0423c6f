import assert from 'node:assert/strict';
import { compareGradients } from '../../../../src/engine/check/compareGradients.js';
import { record } from '../../../../src/engine/check/record.js';
import { penaltyOf } from '../../../../src/engine/check/mistakes/context.js';
import type { WorkedEdit } from '../../../../src/engine/check/workedEdit.js';
import { drain } from '../../../../src/engine/pacing.js';
import { drawNumbers, drawShape, given, isVisible, type Drawn } from './experiment.js';
import { mutants } from './mutants.js';
import { run } from './program.js';

/** Returns the right number that an edit is worked through for. */
function truthOf({ network, samples, spec }: Drawn, { of, layer, index }: WorkedEdit): number {
  const { layers, gradients } = record(network, samples, { dropoutSeed: null });
  const { layer: shape, deltas } = layers[layer - 1];
  const [first, second] = index;
  if (of === 'delta') return deltas[first * shape.units + second];
  if (of === 'bias') return gradients[layer - 1].bias?.[first] ?? NaN;
  const at = first * shape.inputs + second;
  return (gradients[layer - 1].weights?.[at] ?? NaN) + penaltyOf(spec.regularization, shape.weights[at]);
}

describe('a number worked through', () => {
  it('has the right value by the right formula, and the given one by the formula of the mistake', () => {
    const counts = { delta: 0, weights: 0, bias: 0 };
    for (const [i, mutant] of mutants.entries()) {
      const drawn = drawNumbers(drawShape(i), i);
      const { problem, network, samples, spec } = drawn;
      const layers = [i % problem.layers.length];
      if (mutant.fits && !mutant.fits(problem, layers[0])) continue;
      const wrong = run(problem, [{ step: mutant.step, layers, change: mutant.change }]);
      if (!isVisible(wrong, run(problem))) continue;
      for (const { worked } of drain(compareGradients(network, samples, given(wrong), spec)).diagnoses) {
        if (!worked) continue;
        const { of, layer, index, wrote, right } = worked;
        counts[of]++;
        const near = (a: number, b: number) =>
          assert.ok(Math.abs(a - b) <= 1e-8 * (1 + Math.abs(b)), `${mutant.name}: ${a}, not ${b}`);
        near(right.value, truthOf(drawn, worked));
        assert.notEqual(wrote.value, right.value, mutant.name);
        if (of === 'weights') near(wrote.value, wrong[layer - 1].weights[index[0]][index[1]]);
        if (of === 'bias') near(wrote.value, wrong[layer - 1].bias[index[0]]);
      }
    }
    assert.ok(Math.min(...Object.values(counts)) >= 5, JSON.stringify(counts));
  });
});
