import type { GivenGradients, GivenTensor } from './givenGradients.js';
import { asFloat16, isFloat16 } from './float16.js';
import type { Context } from './mistakes/context.js';
import type { Mistake } from './mistakes/mistake.js';
import { isSame, type LayerTargets, type Target } from './mistakes/target.js';
import { allTargets, targetsOf, type Targets } from './targets.js';

/** The precision of an answer's numbers, if it is visible in them. `truncated`: cut off instead of rounded. */
export type AnswerPrecision = 'float16' | 'float32' | 'truncated';

/** An answer's numbers in the conventions and the precision that it was written in. */
export interface Answer {
  readonly targets: Targets;
  /** The conventions that differ from the usual ones. */
  readonly conventions: readonly Mistake[];
  readonly precision: AnswerPrecision | null;
}

const transposed: Mistake = { code: 'transposed-gradient', reshaped: false, of: 'answer' };
const negative: Mistake = { code: 'wrong-sign', of: 'answer' };

/**
 * Reads an answer in the conventions and the precision in which it is right, or in which most of it is: all matrices
 * transposed, all signs reversed, numbers in float16, numbers cut off instead of rounded.
 */
export function* readAnswer(context: Context, given: GivenGradients): Generator<undefined, Answer> {
  let targets = yield* targetsOf(context, given);
  if (isRight(targets)) return { targets, conventions: [], precision: precisionOf(targets) };
  const isHalf = isFloat16(given);
  let numbers = isHalf ? asFloat16(given) : given;
  if (isHalf) targets = yield* targetsOf(context, numbers);
  const conventions: Mistake[] = [];
  if (mayBeTransposed(targets.layers)) {
    const turned = yield* targetsOf(context, numbers, true);
    if (isLikelier(turned.layers, targets.layers)) {
      targets = turned;
      conventions.push(transposed);
    }
  }
  if (isOpposite(targets)) {
    numbers = withValues(numbers, (value) => -value);
    targets = yield* targetsOf(context, numbers, conventions.length > 0);
    conventions.push(negative);
  }
  if (isRight(targets)) return { targets, conventions, precision: isHalf ? 'float16' : precisionOf(targets) };
  if (!isCutOff(targets)) return { targets, conventions, precision: isHalf ? 'float16' : null };
  targets = yield* targetsOf(context, doublyRounded(numbers), conventions.includes(transposed));
  return { targets, conventions, precision: 'truncated' };
}

function isRight(targets: Targets): boolean {
  return allTargets(targets).every(({ wrong, forced }) => wrong.length === 0 && !forced);
}

function precisionOf(targets: Targets): AnswerPrecision | null {
  const all = allTargets(targets);
  if (all.every(({ strictlyWrong }) => strictlyWrong.length === 0)) return null;
  if (isCutOff(targets)) return 'truncated';
  const isSingle = all.every(({ entries, given }) => entries.every((entry) => Math.fround(given[entry]) === given[entry])); // prettier-ignore
  return isSingle ? 'float32' : null;
}

/** Returns whether a tensor's orientation shows in its shape or its numbers. */
function isOriented({ forced, columns, given }: Target): boolean {
  return forced?.code === 'transposed-gradient' || (columns > 1 && given.length > columns);
}

const isTurned = ({ forced }: Target) => forced?.code === 'transposed-gradient';
const isSquare = ({ columns, given }: Target) => given.length === columns * columns;

/** Returns whether every matrix with a visible orientation may be transposed. */
function mayBeTransposed(layers: readonly LayerTargets[]): boolean {
  const matrices = layers.flatMap(({ weights }) => (weights && isOriented(weights) ? [weights] : []));
  const mayBe = matrices.every((weights) => isTurned(weights) || isSquare(weights));
  return mayBe && matrices.some((weights) => isTurned(weights) || weights.wrong.length > 0);
}

/**
 * Returns whether matrices read as transposed are likelier than as given: square ones have no more wrong numbers, and if
 * there are only square ones, all their numbers are right.
 */
function isLikelier(turned: readonly LayerTargets[], asGiven: readonly LayerTargets[]): boolean {
  const pairs = asGiven.flatMap(({ weights }, index) => {
    const other = turned[index].weights;
    return weights && other && isOriented(weights) ? [{ weights, other }] : [];
  });
  const squares = pairs.filter(({ weights }) => !isTurned(weights));
  const isNoWorse = squares.every(({ weights, other }) => other.wrong.length <= weights.wrong.length);
  const isCertain = squares.length < pairs.length || squares.every(({ other }) => other.wrong.length === 0);
  return isNoWorse && isCertain;
}

/** Returns whether every given number is the negative of the right one, in tensors enough to show a convention. */
function isOpposite(targets: Targets): boolean {
  const all = allTargets(targets);
  if (all.length < 2) return false;
  return all.every(
    (target) => !target.forced && target.entries.every((entry) => isSame(target, entry, -target.truth[entry], 'lax')),
  ); // prettier-ignore
}

/** The fewest numbers that must be cut off visibly. */
const leastCutOff = 3;

/** Returns whether all numbers are the right ones cut off after their last digit: toward zero, or all downward. */
function isCutOff(targets: Targets): boolean {
  const all = allTargets(targets);
  const visible = all.reduce((sum, { strictlyWrong }) => sum + strictlyWrong.length, 0);
  if (visible < leastCutOff || all.some(({ forced }) => forced !== null)) return false;
  const ways = [Math.sign, () => 1];
  return ways.some((signOf) =>
    all.every(({ entries, given, truth, strict }) =>
      entries.every((entry) => {
        const cut = signOf(truth[entry]) * (truth[entry] - given[entry]);
        return cut >= -1e-3 * strict[entry] && cut <= 2 * strict[entry];
      }),
    ),
  );
}

/** Returns numbers with the error of cutting off, which is twice that of rounding. */
function doublyRounded(given: GivenGradients): GivenGradients {
  const twice = (tensor: GivenTensor | null) => tensor && { ...tensor, rounding: tensor.rounding.map((error) => 2 * error) }; // prettier-ignore
  const layers = given.layers.map(({ weights, bias }) => ({ weights: twice(weights), bias: twice(bias) }));
  return { ...given, layers };
}

function withValues(given: GivenGradients, change: (value: number) => number): GivenGradients {
  const of = (tensor: GivenTensor | null) => tensor && { ...tensor, values: tensor.values.map(change) };
  const layers = given.layers.map(({ weights, bias }) => ({ weights: of(weights), bias: of(bias) }));
  return { ...given, layers };
}
