import assert from 'node:assert/strict';
import { compareGradients } from '../../../src/engine/check/compareGradients.js';
import type { GivenGradients } from '../../../src/engine/check/givenGradients.js';
import { drain } from '../../../src/engine/pacing.js';
import { drawNumbers, drawShape, given, type Drawn } from './mutants/experiment.js';
import { dot, map, turn } from './mutants/matrices.js';
import { activate, run, type PlainGradient, type Problem } from './mutants/program.js';

/** Computes the objective of the plain program: the mean loss and the penalty. */
function objective({ layers, loss, X, T, l1, l2 }: Problem): number {
  const y = layers.reduce((a, { W, b, activation }) => activate(activation, map(dot(a, turn(W)), (x, _, j) => x + b[j])), X); // prettier-ignore
  const [N, K] = [T.length, T[0].length];
  const each = {
    halfSquaredError: (p: number, t: number) => ((p - t) ** 2 / 2) * K,
    meanSquaredError: (p: number, t: number) => (p - t) ** 2,
    crossEntropy: (p: number, t: number) => -(t === 0 ? 0 : t * Math.log(p)) * K,
    binaryCrossEntropy: (p: number, t: number) => -(t * Math.log(p) + (1 - t) * Math.log(1 - p)),
  }[loss];
  const total = y
    .flatMap((row, i) => row.map((p, j) => each?.(p, T[i][j]) ?? NaN))
    .reduce((a, b) => a + b, 0);
  const weights = layers.flatMap(({ W }) => W.flat());
  return total / (N * K) + weights.reduce((sum, w) => sum + l1 * Math.abs(w) + (l2 / 2) * w * w, 0);
}

/** Computes numeric gradients by changing one parameter at a time. */
function differences(
  { problem }: Drawn,
  h: number,
  isCentral: boolean,
  round = (x: number) => x,
): PlainGradient[] {
  const value = (change: (problem: Problem) => void) => {
    const copy = structuredClone(problem);
    change(copy);
    return round(objective(copy));
  };
  const quotient = (move: (problem: Problem, by: number) => void) => {
    const [up, down] = [value((copy) => { move(copy, h); }), isCentral ? value((copy) => { move(copy, -h); }) : value(() => undefined)]; // prettier-ignore
    return round((up - down) / (isCentral ? 2 * h : h));
  };
  return problem.layers.map(({ W, b }, l) => ({
    weights: map(W, (_, i, j) => quotient(({ layers }, by) => (layers[l].W[i][j] += by))),
    bias: b.map((_, i) => quotient(({ layers }, by) => (layers[l].b[i] += by))),
  }));
}

const compare = ({ network, samples, spec }: Drawn, mine: GivenGradients) => drain(compareGradients(network, samples, mine, spec)); // prettier-ignore

const smooth = Array.from({ length: 400 }, (_, i) => i + 1)
  .filter(
    (seed) =>
      drawShape(seed).layers.every(({ activation }) => !/relu/i.test(activation)) && drawShape(seed).l1 === 0,
  ) // prettier-ignore
  .slice(0, 15);

describe('numeric gradients', () => {
  for (const [name, h, isCentral] of [
    ['one-sided', 1e-4, false],
    ['one-sided', 1e-6, false],
    ['central', 1e-2, true],
    ['central', 0.1, true],
  ] as const)
    // prettier-ignore
    it(`are recognized as right: ${name} with h = ${h}`, () => {
      for (const seed of smooth) {
        const drawn = drawNumbers(drawShape(seed), seed);
        const { wrong, diagnoses } = compare(drawn, given(differences(drawn, h, isCentral)));
        assert.equal(wrong, 0, `seed ${seed}`);
        const [{ mistake }] = diagnoses.length > 0 ? diagnoses : [{ mistake: null }];
        if (!mistake) continue; // So close to the right gradient that there is nothing to say.
        assert.equal(mistake.code, 'numeric-gradient', `seed ${seed}`);
        assert.deepEqual(mistake, { ...mistake, step: h, precision: 'float64' }, `seed ${seed}`);
      }
    });

  it('in float32 are recognized as right', () => {
    for (const seed of smooth.slice(0, 4)) {
      const drawn = drawNumbers(drawShape(seed), seed);
      const { wrong, diagnoses } = compare(drawn, given(differences(drawn, 0.01, true, Math.fround)));
      assert.deepEqual([wrong, diagnoses[0]?.mistake.code], [0, 'numeric-gradient'], `seed ${seed}`);
    }
  });

  it('of a wrong gradient are no excuse: one changed number is found', () => {
    for (const seed of smooth.slice(0, 4)) {
      const drawn = drawNumbers(drawShape(seed), seed);
      const mine = differences(drawn, 1e-4, false);
      mine[0].weights[0][0] += 0.05;
      assert.ok(compare(drawn, given(mine)).wrong > 0, `seed ${seed}`);
    }
    const drawn = drawNumbers(drawShape(smooth[0]), 1);
    assert.equal(compare(drawn, given(run(drawn.problem))).diagnoses.length, 0);
  });
});
