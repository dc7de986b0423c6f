import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differentiate } from '../../../src/engine/maths/differentiate.js';
import {
  binaryNames,
  unaryNames,
  type Expression,
  type Operation,
} from '../../../src/engine/maths/expression.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { NetworkSpec } from '../../../src/engine/model/spec.js';
import { derivative } from '../numeric.js';
import { layerSpec, noise, samples, trainingSpec } from '../fixture.js';

describe('the derivative of an expression', () => {
  const at: Record<string, number> = { acosh: 2.3, default: 0.37 };
  for (const op of unaryNames) {
    it(`of ${op} is the numeric one`, () => {
      const point = at[op] ?? at.default;
      assertDerivative(
        expression([
          { op: 'variable', name: 'x' },
          { op, args: [0] },
        ]),
        { x: point },
        'x',
      );
    });
  }

  for (const op of binaryNames) {
    it(`of ${op} is the numeric one, on both sides`, () => {
      const formula = expression([
        { op: 'variable', name: 'x' },
        { op: 'variable', name: 'y' },
        { op, args: [0, 1] },
      ]);
      for (const variable of ['x', 'y']) assert.ok(assertDerivative(formula, { x: 1.3, y: 0.7 }, variable));
    });
  }

  it('of any expression is the numeric one', () => {
    let compared = 0;
    fc.assert(
      fc.property(operations, fc.integer({ min: -2000, max: 2000 }), (operations, n) => {
        compared += assertDerivative(expression(operations), { x: n / 1000 + 0.00037, y: 0.7 }, 'x') ? 1 : 0;
      }),
      { numRuns: 500, seed: 8 },
    );
    assert.ok(compared > 200, `${compared} compared`);
  });

  it('is that of the branch taken, though the other one is not defined', () => {
    const root = expression([
      { op: 'variable', name: 'x' },
      { op: 'constant', value: 0 },
      { op: 'greater', args: [0, 1] },
      { op: 'sqrt', args: [0] },
      { op: 'conditional', args: [2, 3, 1] },
    ]);
    assert.deepEqual(differentiate(root, { x: -4 }).gradient, { x: 0 });
    assert.deepEqual(differentiate(root, { x: 4 }).gradient, { x: 0.25 });
  });

  it('is not a number where the function is not defined', () => {
    for (const op of ['log', 'log2', 'log10', 'log1p', 'sqrt', 'acosh', 'asin', 'acos', 'atanh'] as const) {
      const { value, gradient } = differentiate(
        expression([
          { op: 'variable', name: 'x' },
          { op, args: [0] },
        ]),
        { x: -2 },
      );
      assert.deepEqual([value, gradient.x], [NaN, NaN], op);
    }
  });

  it('provides the value and gradient of every node', () => {
    // (x + y) · y at (3, 4): the sum passes its gradient on, the product swaps its arguments.
    const graph = differentiate(
      expression([
        { op: 'variable', name: 'x' },
        { op: 'variable', name: 'y' },
        { op: 'add', args: [0, 1] },
        { op: 'multiply', args: [2, 1] },
      ]),
      { x: 3, y: 4 },
    );
    assert.deepEqual(graph, {
      value: 28,
      gradient: { x: 4, y: 11 },
      nodes: [
        { value: 3, gradient: 4 },
        { value: 4, gradient: 11 },
        { value: 7, gradient: 4 },
        { value: 28, gradient: 1 },
      ],
    });
  });

  it('with respect to a variable it does not use is 0', () => {
    assert.equal(differentiate(expression([{ op: 'constant', value: 5 }]), { x: 1 }).gradient.x, 0);
  });
});

describe('a network with the user’s own functions', () => {
  // x · σ(x), y − t squared.
  const silu = expression([
    { op: 'variable', name: 'x' },
    { op: 'negate', args: [0] },
    { op: 'exp', args: [1] },
    { op: 'constant', value: 1 },
    { op: 'add', args: [2, 3] },
    { op: 'divide', args: [0, 4] },
  ]);
  const squared = expression([
    { op: 'variable', name: 'y' },
    { op: 'variable', name: 't' },
    { op: 'subtract', args: [0, 1] },
    { op: 'square', args: [2] },
    { op: 'constant', value: 0.5 },
    { op: 'multiply', args: [3, 4] },
  ]);
  const data = samples(noise(700, 3), noise(700, 2, 1));
  const layers = (activation: string) => [layerSpec(4, activation), layerSpec(2, 'identity')];
  const gradientsOf = (spec: NetworkSpec) => gradients(createNetwork(spec, 3, trainingSpec()), data);

  it('has the same loss and gradients as with the built-in ones', () => {
    const own = gradientsOf({ layers: layers('own'), loss: { f: squared }, functions: { own: { f: silu } } });
    const builtIn = gradientsOf({ layers: layers('silu'), loss: 'halfSquaredError', functions: {} });
    assert.ok(Math.abs(own.loss - builtIn.loss) < 1e-12);
    own.layers.forEach(({ weights }, layer) => {
      weights?.forEach((value, i) =>
        assert.ok(Math.abs(value - (builtIn.layers[layer].weights?.[i] ?? NaN)) < 1e-12),
      );
    });
  });

  it('uses the user’s derivative in the backward pass, right or wrong', () => {
    const none = expression([{ op: 'constant', value: 0 }]);
    const wrong = gradientsOf({
      layers: layers('own'),
      loss: 'halfSquaredError',
      functions: { own: { f: silu, df: none } },
    });
    assert.ok(wrong.layers[0].weights?.every((value) => value === 0));
    assert.ok(wrong.layers[1].weights?.every((value) => value !== 0));
  });
});

function expression(operations: Operation[]): Expression {
  return { text: '', operations };
}

/** Generates expressions of up to a dozen operations on `x`, `y` and a constant. */
const operations: fc.Arbitrary<Operation[]> = fc
  .array(
    fc.record({
      op: fc.constantFrom(...unaryNames, ...binaryNames, 'conditional' as const),
      a: fc.nat(),
      b: fc.nat(),
      c: fc.nat(),
    }),
    {
      minLength: 1,
      maxLength: 9,
    },
  )
  .map((steps) => {
    const list: Operation[] = [
      { op: 'variable', name: 'x' },
      { op: 'variable', name: 'y' },
      { op: 'constant', value: 1.7 },
    ];
    for (const { op, a, b, c } of steps) {
      // The newest node is always used, so that no node is unreachable.
      const newest = list.length - 1;
      const [first, second, third] = [a % 2 === 0 ? newest : 0, b % list.length, c % list.length];
      if (op === 'conditional') list.push({ op, args: [first, second, third] });
      else if (isUnary(op)) list.push({ op, args: [newest] });
      else list.push({ op, args: [first, second] });
    }
    return list;
  });

function isUnary(op: string): op is (typeof unaryNames)[number] {
  return unaryNames.some((name) => name === op);
}

/** Compares the derivatives. Returns false where the function is not defined or not differentiable. */
function assertDerivative(formula: Expression, point: Record<string, number>, variable: string): boolean {
  const f = (value: number) => differentiate(formula, { ...point, [variable]: value }).value;
  const numeric = derivative(f, point[variable]);
  const scale = Math.max(1, Math.abs(numeric.value));
  if (!(numeric.error < 1e-6 * scale)) return false;
  const analytic = differentiate(formula, point).gradient[variable];
  assert.ok(Math.abs(analytic - numeric.value) < 1e-5 * scale, `${analytic}, not ${numeric.value}`);
  return true;
}
