import { Random, shuffle } from '../maths/random.js';
import type { Place, Quantity } from './stepPlace.js';
import type { Trace } from './trace.js';

/** The stages of a pass that a worksheet asks for, in the order of the pass, with the quantities that belong to each. */
const stages: readonly (readonly Quantity[])[] = [
  ['net'],
  ['out'],
  ['total'],
  ['delta'],
  ['dE_dw'],
  ['dE_db'],
  ['update'],
];

/** The number of blanks, or how many steps of each stage of each layer are asked for, as far as there are any. */
export type BlankCount = number | { readonly rounds: number };

/** The steps of one stage of one layer, in the order in which they are asked for. */
interface LayerStage {
  readonly stage: number;
  readonly steps: readonly number[];
}

/**
 * Chooses steps of a pass whose values a worksheet asks for, and returns their indices in order. Every stage of every
 * layer is asked for once before any is asked for twice, and every stage before any is asked for in a second layer. Within a layer,
 * the same units are asked for in every stage, so that one number leads to the next. `seed` decides which.
 *
 * @param isPossible whether a step can be asked
 */
export function chooseBlanks(
  trace: Trace,
  count: BlankCount,
  seed: number,
  isPossible: (step: number) => boolean,
): number[] {
  const random = new Random(seed, 'blanks');
  const found = stagesOf(trace, random, isPossible);
  const turns = permutation(found.length, random)
    .map((index) => found[index])
    .map((each, i, all) => ({
      ...each,
      // The number of layers in which this stage has been asked for already.
      turn: all.slice(0, i).filter(({ stage }) => stage === each.stage).length,
    }));
  const inTurn = turns.sort((a, b) => a.turn - b.turn || a.stage - b.stage);
  const longest = Math.max(0, ...inTurn.map(({ steps }) => steps.length));
  const [most, rounds] =
    typeof count === 'number' ? [count, longest] : [Infinity, Math.min(longest, count.rounds)];
  const chosen: number[] = [];
  for (let round = 0; round < rounds && chosen.length < most; round++)
    chosen.push(...inTurn.flatMap(({ steps }) => steps.slice(round, round + 1)));
  return chosen.slice(0, most).sort((a, b) => a - b);
}

function stagesOf(trace: Trace, random: Random, isPossible: (step: number) => boolean): LayerStage[] {
  return trace.source.network.layers.flatMap(({ units, inputs }, i) => {
    const order = permutation(units, random);
    const parts = permutation(inputs, random);
    return stages.flatMap((quantities, stage): LayerStage[] => {
      const places = quantities.flatMap((quantity) => placesOf(quantity, i + 1, order, parts));
      const steps = places.map((place) => trace.indexOf(place)).filter((step) => step !== null);
      const possible = steps.filter(isPossible);
      return possible.length > 0 ? [{ stage, steps: possible }] : [];
    });
  });
}

/** Returns the places that a quantity may have in a layer: of each unit, then of each of its other weights, then of the layer. */
function placesOf(
  quantity: Quantity,
  layer: number,
  units: readonly number[],
  parts: readonly number[],
): Place[] {
  const ofUnits = (part: number | null) => units.map((unit): Place => ({ quantity, layer, unit, part }));
  const [first, ...others] = parts;
  return [
    ...ofUnits(first),
    ...ofUnits(null),
    ...others.flatMap(ofUnits),
    { quantity, layer, unit: null, part: null },
  ];
}

/** Returns the indices from 0 to n − 1 in random order. */
function permutation(n: number, random: Random): number[] {
  const indices = Uint32Array.from({ length: n }, (_, i) => i);
  shuffle(indices, random);
  return [...indices];
}
