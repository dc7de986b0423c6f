import assert from 'node:assert/strict';
import { compareGradients, type Comparison } from '../../../src/engine/check/compareGradients.js';
import { toFloat16 } from '../../../src/engine/check/edits/elementwise.js';
import type { GivenGradients } from '../../../src/engine/check/givenGradients.js';
import { drain } from '../../../src/engine/pacing.js';
import { turn } from './mutants/matrices.js';
import { drawNumbers, drawShape, given, type Drawn } from './mutants/experiment.js';
import { run, type PlainGradient } from './mutants/program.js';
import { between, randomGenerator } from './networks.js';

const seeds = Array.from({ length: 60 }, (_, seed) => seed + 1);

function compare({ network, samples, spec }: Drawn, answer: GivenGradients): Comparison {
  return drain(compareGradients(network, samples, answer, spec));
}

const codes = ({ diagnoses }: Comparison): string[] => diagnoses.map(({ mistake }) => mistake.code);
const negated = (gradients: readonly PlainGradient[]): PlainGradient[] =>
  gradients.map(({ weights, bias }) => ({ weights: weights.map((row) => row.map((x) => -x)), bias: bias.map((x) => -x) })); // prettier-ignore
const turned = (gradients: readonly PlainGradient[]): PlainGradient[] =>
  gradients.map(({ weights, bias }) => ({ weights: turn(weights), bias }));
const isNonzero = (gradients: readonly PlainGradient[]) =>
  gradients.some(({ weights, bias }) => [...weights.flat(), ...bias].some((x) => Math.abs(x) > 1e-6));
/** Returns whether the orientation of a matrix shows. */
const isMatrix = ({ weights }: PlainGradient) => weights.length > 1 && weights[0].length > 1;

describe('the conventions of an answer', () => {
  it('are recognized where all signs are reversed, which is no error', () => {
    for (const seed of seeds) {
      const drawn = drawNumbers(drawShape(seed), seed);
      const right = run(drawn.problem);
      if (!isNonzero(right)) continue;
      const result = compare(drawn, given(negated(right)));
      assert.deepEqual([result.wrong, codes(result)], [0, ['wrong-sign']], `seed ${seed}`);
      assert.deepEqual(result.diagnoses[0].mistake, { code: 'wrong-sign', of: 'answer' });
    }
  });

  it('are recognized where every matrix is transposed, which is no error', () => {
    let square = 0;
    for (const seed of seeds) {
      const drawn = drawNumbers(drawShape(seed), seed);
      const right = run(drawn.problem);
      const result = compare(drawn, given(turned(right)));
      const isVisible = right.some(({ weights }) => weights.length !== weights[0].length);
      square += Number(
        right.some((each) => isMatrix(each) && each.weights.length === each.weights[0].length),
      );
      if (isVisible)
        assert.deepEqual([result.wrong, codes(result)], [0, ['transposed-gradient']], `seed ${seed}`); // prettier-ignore
      else assert.equal(result.wrong, 0, `seed ${seed}`);
    }
    assert.ok(square > 20, `${square} with a square matrix`);
  });

  it('are recognized together', () => {
    const drawn = drawNumbers(drawShape(3), 3);
    const result = compare(drawn, given(turned(negated(run(drawn.problem)))));
    assert.deepEqual([result.wrong, codes(result).sort()], [0, ['transposed-gradient', 'wrong-sign']]);
  });

  it('are no excuse for one transposed matrix or one wrong sign among right ones', () => {
    let tried = 0;
    for (const seed of seeds) {
      const drawn = drawNumbers(drawShape(seed), seed);
      const right = run(drawn.problem);
      const at = right.findIndex(isMatrix);
      if (right.filter(isMatrix).length < 2 || !right.every(({ bias }) => isNonzero([{ weights: [[0]], bias }]))) continue; // prettier-ignore
      tried++;
      const one = right.map((each, l) => (l === at ? turned([each])[0] : each));
      const transposed = compare(drawn, given(one));
      assert.ok(transposed.wrong > 0, `seed ${seed}`);
      assert.equal(codes(transposed)[0], 'transposed-gradient', `seed ${seed}`);
      const signs = right.map((each, l) => (l === at ? { ...each, bias: negated([each])[0].bias } : each));
      const sign = compare(drawn, given(signs));
      assert.ok(sign.wrong > 0, `seed ${seed}`);
      assert.equal(codes(sign)[0], 'wrong-sign', `seed ${seed}`);
    }
    assert.ok(tried > 20, `only ${tried}`);
  });

  it('do not hide a mistake in an answer whose matrices are all transposed', () => {
    const drawn = drawNumbers(drawShape(5), 5);
    const answer = turned(run(drawn.problem));
    answer[0] = { ...answer[0], bias: answer[0].bias.map((x) => 2 * x) };
    const result = compare(drawn, given(answer));
    assert.deepEqual([result.wrong, codes(result)[0]], [answer[0].bias.length, 'transposed-gradient']);
    assert.ok(codes(result).includes('factor'));
  });
});

/** Returns the shortest decimal number that is rounded to a number in half precision, as NumPy prints it. */
function shortest(half: number): number {
  const all = [1, 2, 3, 4, 5].map((digits) => Number(half.toPrecision(digits)));
  return all.find((value) => toFloat16(value) === half) ?? half;
}

/** Rounds to a number of decimals by cutting off. */
const cut = (decimals: number) => (x: number) => Math.trunc(x * 10 ** decimals) / 10 ** decimals;

describe('the precision of an answer', () => {
  const ways: Record<string, (drawn: Drawn, random: () => number) => GivenGradients> = {
    'in float16': ({ problem }) => given(run(problem), toFloat16),
    'in float16, printed': ({ problem }) => given(run(problem), (x) => shortest(toFloat16(x)), 5e-6),
    'in float32': ({ problem }) => given(run(problem), Math.fround),
    'in float32, printed': ({ problem }) => given(run(problem), (x) => Number(Math.fround(x).toPrecision(9))),
    'cut off': ({ problem }, random) => {
      const decimals = between(random, 2, 7);
      return given(run(problem), cut(decimals), 0.5 * 10 ** -decimals);
    },
    'cut off downward': ({ problem }, random) => {
      const decimals = between(random, 2, 7);
      return given(
        run(problem),
        (x) => Math.floor(x * 10 ** decimals) / 10 ** decimals,
        0.5 * 10 ** -decimals,
      );
    },
    'rounded to digits': ({ problem }, random) => {
      const digits = between(random, 2, 8);
      const answer = given(run(problem), (x) => Number(x.toPrecision(digits)));
      const roundingOf = (x: number) =>
        x === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(x))) - digits + 1);
      const of = (tensor: GivenGradients['layers'][number]['weights']) => tensor && { ...tensor, rounding: tensor.values.map(roundingOf) }; // prettier-ignore
      return { ...answer, layers: answer.layers.map(({ weights, bias }) => ({ weights: of(weights), bias: of(bias) })), steps: { absolute: 0, relative: 0.5 * 10 ** (1 - digits) } }; // prettier-ignore
    },
  };
  for (const [name, way] of Object.entries(ways))
    it(`never makes right numbers wrong that are ${name}`, () => {
      for (const seed of seeds) {
        const drawn = drawNumbers(drawShape(seed), seed);
        const { wrong, diagnoses } = compare(drawn, way(drawn, randomGenerator(seed)));
        assert.deepEqual([wrong, diagnoses], [0, []], `seed ${seed}`);
      }
    });

  it('is named: float16, float32, or cut off for the whole sheet', () => {
    const named = { float16: 0, float32: 0, truncated: 0 };
    for (const seed of seeds) {
      const drawn = drawNumbers({ ...drawShape(seed), rows: 8 }, seed);
      const precisionOf = (name: string) =>
        compare(drawn, ways[name](drawn, randomGenerator(seed))).precision;
      named.float16 += Number(precisionOf('in float16') === 'float16');
      named.float32 += Number(precisionOf('in float32') === 'float32');
      named.truncated += Number(precisionOf('cut off') === 'truncated');
      assert.equal(compare(drawn, given(run(drawn.problem))).precision, null);
    }
    const { float16, float32, truncated } = named;
    for (const count of [float16, float32, truncated])
      assert.ok(count >= 0.85 * seeds.length, JSON.stringify(named));
  });

  it('is no excuse for a mistake', () => {
    for (const seed of seeds) {
      const drawn = drawNumbers(drawShape(seed), seed);
      const right = run(drawn.problem);
      if (!right.some(({ weights }) => isNonzero([{ weights, bias: [] }]))) continue;
      const wrong = right.map(({ weights, bias }) => ({
        weights: weights.map((row) => row.map((x) => 2 * x)),
        bias,
      }));
      const { wrong: count, diagnoses } = compare(drawn, given(wrong, toFloat16));
      assert.ok(count > 0, `seed ${seed}`);
      assert.ok(diagnoses.length > 0, `seed ${seed}`);
    }
  });
});
