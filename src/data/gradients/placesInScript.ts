import type { GivenPlace, PlaceInFile, PlaceOf } from '../../engine/check/givenGradients.js';
import { assignmentsIn, type Assignment } from './assignmentsIn.js';
import { parseName } from './placeTensors.js';
import type { RawGradients } from './rawGradients.js';

/** A program of the user's. */
export interface Script {
  /** The absolute path. */
  readonly file: string;
  readonly text: string;
}

type TensorPlace = Extract<GivenPlace, { kind: 'tensor' }>;

/** Returns a function for the places in a program where the given values are assigned; null where none is found. */
export function placesInScript(script: Script, raw: RawGradients | null): PlaceOf {
  let all: Assignment[] | undefined;
  return (place) => {
    all ??= assignmentsIn(script.text, script.file);
    const found = place.kind === 'tensor' ? tensorAt(all, place, raw) : nameAt(all, nameOf(place));
    return found ? placeIn(script, found) : null;
  };
}

/** Returns the place where a name is given a value in a program. */
export function placeOfName(script: Script, name: string): PlaceInFile | null {
  const found = nameAt(assignmentsIn(script.text, script.file), name);
  return found ? placeIn(script, found) : null;
}

const placeIn = ({ file }: Script, { line, column, name }: Assignment): PlaceInFile => ({
  file,
  line,
  column,
  length: name.length,
});

const nameOf = (place: Exclude<GivenPlace, TensorPlace>): string =>
  place.kind === 'quantity' ? place.name : place.kind;

const nameAt = (all: readonly Assignment[], name: string): Assignment | undefined =>
  likeliest(all.filter((each) => each.name === name));

/** Returns the assignment of a tensor's gradient, by the name in the output or by names of gradients for its layer. */
function tensorAt(all: readonly Assignment[], place: TensorPlace, raw: RawGradients | null) {
  const path = raw?.layers[place.layer - 1]?.[place.tensor]?.path ?? [];
  const given = path.findLast((segment) => typeof segment === 'string') ?? '';
  const exact = all.filter(({ name }) => name === given);
  const gradients = gradientNames(all, place.tensor);
  const ofLayer = gradients.filter(({ number }) => number === place.layer - 1 + firstNumber(all));
  const ofAll = gradients.filter(({ number }) => number === null);
  // In a program, W2 is the weights; only dW2 is sure to be their gradient.
  const named = parseName(given)?.isGradient ? exact : exact.filter(({ kind }) => kind !== 'variable');
  const isOwnName = parseName(given)?.isGradient && typeof path.at(-1) === 'string';
  const ways = isOwnName ? [named, ofLayer, ofAll] : [ofLayer, named, ofAll];
  return ways.map(likeliest).find((found) => found !== undefined);
}

/** Returns the variables that are named as gradients of weights, or of biases, with the numbers in their names. */
function gradientNames(all: readonly Assignment[], tensor: TensorPlace['tensor']) {
  return all.flatMap((each) => {
    const parsed = each.kind === 'key' ? null : parseName(each.name);
    return parsed?.isGradient && parsed.tensor === tensor && !parsed.words
      ? [{ ...each, number: parsed.number }]
      : [];
  });
}

/** Returns the number of the first layer in names such as dW0 or dW1. */
const firstNumber = (all: readonly Assignment[]): number =>
  [...gradientNames(all, 'weights'), ...gradientNames(all, 'bias')].some(({ number }) => number === 0)
    ? 0
    : 1;

/** Returns the assignment that computes a value: not one that only begins with zeros or hands the value on. */
function likeliest(found: readonly Assignment[]): Assignment | undefined {
  const computed = found.filter(({ isInitial }) => !isInitial);
  return computed.find(({ kind }) => kind !== 'key') ?? computed.at(0) ?? found.at(0);
}
