import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseConfig } from '../../../src/config/parse.js';
import { constants, functions } from '../../../src/config/formula.js';
import { assertProblem } from '../invariants.js';
import { backprop } from '../commandLine.js';
import { defineTarget } from '../target.js';

interface Formula {
  readonly f: string;
  readonly df: string | null;
  readonly isLoss: boolean;
}

const leaf = fc.oneof(
  { weight: 6, arbitrary: fc.constant('x') },
  { weight: 2, arbitrary: fc.constantFrom(...constants.keys()) },
  { weight: 4, arbitrary: fc.constantFrom('0', '1', '2', '0.5', '1e3', '1e-9', '1e308', '10', '3.25', '.5') },
);
/** Generates the names of functions with this number of arguments. */
const taking = (count: number): fc.Arbitrary<string> =>
  fc.constantFrom(
    ...[...functions].filter(([, { least, most }]) => least <= count && count <= most).map(([name]) => name),
  );
const operator = fc.constantFrom('+', '-', '*', '/', '^', '<', '>=', '==', '!=', 'and', 'or', '%', '.*', ' ');

/** Formulas of the grammar, some of them large, with shared parts and long lists of arguments. */
const { formula } = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    leaf,
    fc.tuple(tie('formula'), operator, tie('formula')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(taking(1), tie('formula')).map(([fn, a]) => `${fn}(${a})`),
    fc.tuple(taking(2), tie('formula'), tie('formula')).map(([fn, a, b]) => `${fn}(${a}, ${b})`),
    fc.tuple(fc.constantFrom('max', 'min'), fc.array(fc.oneof(leaf, leaf, tie('formula')), { minLength: 1, maxLength: 40, size: 'max' })).map(([fn, args]) => `${fn}(${args.join(',')})`),
    fc.tuple(tie('formula'), tie('formula'), tie('formula')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    tie('formula').map((a) => `-${a}`),
    fc.tuple(tie('formula'), fc.integer({ min: 1, max: 5 })).map(([a, n]) => doubled(a, n)),
  ),
})); // prettier-ignore

/** Returns a formula in which the part occurs 2ⁿ times. */
function doubled(part: string, times: number): string {
  return times === 0 || part.length > 400 ? part : doubled(`(${part} * ${part})`, times - 1);
}

const spoilt = fc
  .tuple(
    formula,
    fc.nat(1000),
    fc.oneof(
      fc.constantFrom('(', ')', '=', '[', ';', '"', '\u0000', ':', '!', "'", '{', 'i', 'e', '.'),
      fc.string({ maxLength: 4 }),
    ),
  ) // prettier-ignore
  .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1)));

const anyFormula = fc.oneof({ weight: 12, arbitrary: formula }, { weight: 1, arbitrary: spoilt });

/** User-defined activations and losses, which are parsed, checked against their derivatives, traced and trained. */
export const formulas = defineTarget<Formula>({
  name: 'formulas',
  inputs: fc.record({
    f: anyFormula,
    df: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: anyFormula }),
    isLoss: fc.boolean(),
  }),
  async attempt(input, folder) {
    const text = configOf(input);
    const { spec, problems } = await parseConfig(text, 'test.backprop.json');
    for (const problem of problems) assertProblem(problem, text);
    if (!spec) return false;
    for (const call of [
      'check --json',
      'step --json',
      'gradients --json',
      'train --epochs 2 --json',
      'export --to markdown',
    ])
      // prettier-ignore
      assert.notEqual((await backprop(call, text, folder)).status, 2);
    return true;
  },
  show: (input) => ({ 'test.backprop.json': configOf(input) }),
});

function configOf({ f, df, isLoss }: Formula): string {
  const custom = { f: isLoss ? renamed(f) : f, ...(df !== null && { df: isLoss ? renamed(df) : df }) };
  return JSON.stringify({
    layers: [{ units: 2, activation: isLoss ? 'tanh' : 'mine' }, { units: 1 }],
    loss: isLoss ? custom : 'meanSquaredError',
    ...(!isLoss && { functions: { mine: custom } }),
    data: { inputs: [[0.5, -1], [2, 3], [0, 0]], targets: [[1], [0], [0.5]] }, // prettier-ignore
  });
}

/** Replaces `x`, which is unknown in losses, by the output and the target. */
function renamed(formula: string): string {
  let count = 0;
  return formula.replace(/\bx\b/g, () => (count++ % 2 === 0 ? 'y' : 't'));
}
