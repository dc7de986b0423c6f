import assert from 'node:assert/strict';
import { activations, type Activation } from '../../../src/engine/model/activations.js';
import { erf, erfc } from '../../../src/engine/maths/erf.js';
import { fusedLoss, losses, type Loss } from '../../../src/engine/model/losses.js';
import { activationNames, lossNames } from '../../../src/engine/model/spec.js';
import { derivative } from '../numeric.js';

const far = [-1000, -745.2, -700, -40, -20.5];
const near = [-6.3, -2.1, -0.9, -0.3, -1e-3, 1e-3, 0.2, 0.7, 1.4, 5.9];
const points = [...far, ...near, ...far.map((x) => -x)];

describe('activation functions', () => {
  for (const name of activationNames.filter((name) => name !== 'softmax')) {
    it(`${name} has the derivative that is defined beside it`, () => {
      for (const x of near) {
        const numeric = derivative((at) => valueOf(activations[name], at), x, 1e-4 / 2);
        const analytic = slopeOf(activations[name], x);
        assert.ok(Math.abs(analytic - numeric.value) < 1e-7, `at ${x}: ${analytic}, not ${numeric.value}`);
      }
    });

    it(`${name} and its derivative are finite however large the net input`, () => {
      for (const x of points) {
        assert.ok(Number.isFinite(valueOf(activations[name], x)), `value at ${x}`);
        assert.ok(Number.isFinite(slopeOf(activations[name], x)), `derivative at ${x}`);
      }
    });
  }

  it('have PyTorch’s derivative at their kinks, and the step is 0 at 0', () => {
    const at0 = { relu: 0, leakyRelu: 0.01, elu: 1, selu: 1.0507009873554805 * 1.6732632423543772, step: 0 };
    for (const [name, expected] of Object.entries(at0))
      assert.equal(slopeOf(activations[name as keyof typeof at0], 0), expected, name);
    assert.equal(valueOf(activations.step, 0), 0);
    assert.equal(valueOf(activations.step, 1e-300), 1);
  });

  it('softmax is right for logits of ±1000, and unchanged by a constant added to all logits', () => {
    const rows = Float64Array.of(1000, -1000, 999, 0, -2000, -1);
    const outputs = new Float64Array(6);
    activations.softmax.forward(rows, outputs, 0, 2, 3);
    const [a, b] = [1 / (1 + Math.exp(-1)), Math.exp(-1) / (1 + Math.exp(-1))];
    [a, 0, b, a, 0, b].forEach((expected, i) => assert.ok(Math.abs(outputs[i] - expected) < 1e-15));
  });

  it('propagate NaN', () => {
    for (const name of activationNames.filter((name) => name !== 'step'))
      assert.ok(Number.isNaN(valueOf(activations[name], NaN)), name);
  });
});

describe('the error function', () => {
  // DLMF §7.23 and Abramowitz & Stegun, table 7.1 and 7.3.
  const known: [number, number, number][] = [
    [0, 0, 1],
    [0.4, 0.42839235504666845, 0.5716076449533315],
    [1, 0.8427007929497149, 0.15729920705028513],
    [2, 0.9953222650189527, 0.004677734981047266],
    [5, 0.9999999999984626, 1.537459794428035e-12],
    [-1, -0.8427007929497149, 1.8427007929497148],
  ];

  it('and its complement agree with the tables', () => {
    for (const [x, value, complement] of known) {
      assert.ok(Math.abs(erf(x) - value) <= 1e-15, `erf(${x})`);
      assert.ok(Math.abs(erfc(x) - complement) <= 2e-15 * complement, `erfc(${x})`);
    }
  });
});

describe('losses', () => {
  for (const name of lossNames) {
    it(`${name} has the gradient that is defined beside it`, () => {
      // Probabilities, which suit every loss; none at huber's or the absolute error's kink.
      const outputs = [0.2, 0.7, 0.1, 0.35, 0.6, 0.05];
      const targets = [0, 1, 0, 0.25, 0.5, 0.25];
      assertGradient(losses[name], outputs, targets, (values) => ({ nets: values, outputs: values }));
    });
  }

  it('from logits equal those of the probabilities', () => {
    const logits = [0.3, -1.2, 2, -0.4, 0.8, 0.1];
    const targets = [0, 1, 0, 0.25, 0.5, 0.25];
    const pairs = [
      ['softmax', 'crossEntropy'],
      ['sigmoid', 'binaryCrossEntropy'],
    ] as const;
    for (const [activation, name] of pairs) {
      const fused = fusedLoss(activation, name);
      assert.ok(fused);
      const apply = (nets: Float64Array) => {
        const outputs = new Float64Array(nets.length);
        activations[activation].forward(nets, outputs, 0, 2, 3);
        return { nets, outputs };
      };
      const rows = rowsOf(apply(Float64Array.from(logits)), targets);
      assert.ok(Math.abs(fused.sum(rows, 0, 2) - losses[name].sum(rows, 0, 2)) < 1e-12);
      assertGradient(fused, logits, targets, apply);
    }
  });

  it('from logits of ±1000 are finite and right', () => {
    const softmax = fusedLoss('softmax', 'crossEntropy');
    const sigmoid = fusedLoss('sigmoid', 'binaryCrossEntropy');
    assert.ok(softmax && sigmoid);
    const logits = Float64Array.of(1000, -1000);
    const wrong = { nets: logits, outputs: Float64Array.of(1, 0) };
    assert.equal(softmax.sum(rowsOf(wrong, [0, 1], 2), 0, 1), 2000);
    assert.equal(softmax.sum(rowsOf(wrong, [1, 0], 2), 0, 1), 0);
    assert.equal(sigmoid.sum(rowsOf(wrong, [0, 1], 2), 0, 1), 2000);
    assert.equal(sigmoid.sum(rowsOf(wrong, [1, 0], 2), 0, 1), 0);
    const gradient = new Float64Array(2);
    softmax.gradient(rowsOf(wrong, [0, 1], 2), gradient, 1, 0, 1);
    assert.deepEqual([...gradient], [1, -1]);
  });

  it('are 0 for a target of 0, even if the output is 0', () => {
    const gradient = new Float64Array(2);
    const rows = rowsOf({ nets: new Float64Array(2), outputs: Float64Array.of(0, 1) }, [0, 1], 2);
    for (const name of ['crossEntropy', 'binaryCrossEntropy'] as const) {
      assert.equal(losses[name].sum(rows, 0, 1), 0);
      losses[name].gradient(rows, gradient, 1, 0, 1);
      assert.ok(gradient.every(Number.isFinite));
    }
  });
});

function valueOf(activation: Activation, x: number): number {
  const y = new Float64Array(1);
  activation.forward(Float64Array.of(x), y, 0, 1, 1);
  return y[0];
}

function slopeOf(activation: Activation, x: number): number {
  const gradient = Float64Array.of(1);
  activation.backward(Float64Array.of(x), Float64Array.of(valueOf(activation, x)), gradient, 0, 1, 1);
  return gradient[0];
}

interface Values {
  readonly nets: Float64Array;
  readonly outputs: Float64Array;
}

function rowsOf(values: Values, targets: readonly number[], columns = 3) {
  return { ...values, columns, targets: { values: Float64Array.from(targets), offset: 0, columns } };
}

/** Compares the gradients of two rows of three with numeric derivatives. */
function assertGradient(
  loss: Loss,
  start: readonly number[],
  targets: readonly number[],
  apply: (values: Float64Array) => Values,
): void {
  const gradient = new Float64Array(start.length);
  loss.gradient(rowsOf(apply(Float64Array.from(start)), targets), gradient, 0.5, 0, 2);
  start.forEach((value, i) => {
    const sum = (at: number) => loss.sum(rowsOf(apply(Float64Array.from(start.with(i, at))), targets), 0, 2);
    const numeric = derivative(sum, value).value / 2;
    assert.ok(Math.abs(gradient[i] - numeric) < 1e-9, `${i}: ${gradient[i]}, not ${numeric}`);
  });
}
