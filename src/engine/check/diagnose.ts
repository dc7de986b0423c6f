import type { TensorName } from './parameters.js';
import { keyOf, type LocatedMistake, type Mistake, type Solution } from './mistakes/mistake.js';
import { wrongEntry, type LayerTargets, type Target, type WrongEntry } from './mistakes/target.js';
import type { WorkedEdit } from './workedEdit.js';

/** One mistake with the places where it was made and its evidence. */
export interface Diagnosis {
  /** The layer where it was made, from 1; of several layers, the one nearest to the output. */
  readonly layer: number;
  /** The tensor where it was made, or the first that shows it. */
  readonly tensor: TensorName;
  readonly mistake: Mistake;
  /** Every place where it was made: a tensor, or null for δ, which affects all earlier layers. */
  readonly places: readonly { readonly layer: number; readonly tensor: TensorName | null }[];
  /** The tensors with wrong numbers that it explains. */
  readonly tensors: readonly { readonly layer: number; readonly tensor: TensorName }[];
  /** Other mistakes that give the same numbers, each with its layer, from 1. */
  readonly alternatives: readonly Pick<LocatedMistake, 'mistake' | 'layer'>[];
  /** Some of the wrong numbers, which this mistake reproduces as given. Empty where only the shape is wrong. */
  readonly evidence: readonly (WrongEntry & { readonly layer: number; readonly tensor: TensorName })[];
  /** The number of wrong numbers that it reproduces. */
  readonly reproduced: number;
  /** One number worked through with the wrong formula and the right one; absent where there are no formulas. */
  readonly worked?: WorkedEdit;
}

/** Returns the diagnosis of a convention that all of an answer was written in. */
export function conventionDiagnosis(mistake: Mistake, targets: readonly LayerTargets[]): Diagnosis {
  const all = targets.flatMap(({ weights, bias }) => [weights, bias]).filter((target) => target !== null);
  const tensors = all
    .filter(({ tensor }) => mistake.code !== 'transposed-gradient' || tensor === 'weights')
    .map(({ layer, tensor }) => ({ layer, tensor }));
  return {
    layer: targets.length,
    tensor: tensors.at(-1)?.tensor ?? 'weights',
    mistake,
    places: tensors,
    tensors,
    alternatives: [],
    evidence: [],
    reproduced: 0,
  };
}

const mostEvidence = 3;

/**
 * Returns one diagnosis for each mistake of the simplest solution. Other solutions of the same length are its
 * alternatives.
 */
export function diagnose(targets: readonly LayerTargets[], solutions: readonly Solution[]): Diagnosis[] {
  if (solutions.length === 0) return [];
  const [best, ...others] = solutions;
  const groups = new Map<string, LocatedMistake[]>();
  for (const located of best.mistakes)
    groups.set(groupOf(located), [...(groups.get(groupOf(located)) ?? []), located]);
  return [...groups.values()].map((mistakes) =>
    diagnosis(mistakes, targets, alternativesOf(mistakes, best.mistakes, others)),
  );
}

/**
 * Returns the key of a group. The same mistake in several places is one group; different mistakes with the same code
 * are separate.
 */
function groupOf(located: LocatedMistake): string {
  return located.mistake.code === 'wrong-layer-activation' ? located.mistake.code : keyOf(located);
}

/**
 * Returns the mistakes that can replace a group of mistakes and still reproduce every number while the rest of the
 * solution is unchanged.
 */
function alternativesOf(
  group: readonly LocatedMistake[],
  all: readonly LocatedMistake[],
  others: readonly Solution[],
): Diagnosis['alternatives'] {
  const kept = new Set(all.filter((located) => !group.includes(located)).map(placedKey));
  const kindOf = (located: LocatedMistake) => located.mistake.code === 'edit' || located.mistake.code === 'other-data' ? keyOf(located) : located.mistake.code; // prettier-ignore
  const kinds = new Set(all.map(kindOf));
  const found = new Map<string, Diagnosis['alternatives'][number]>();
  for (const { mistakes } of others) {
    const own = mistakes.filter((located) => !kept.has(placedKey(located)));
    if (mistakes.length - own.length < kept.size || new Set(own.map(groupOf)).size !== 1) continue;
    const [first] = own;
    const kind = kindOf(first);
    if (!kinds.has(kind) && kind !== 'unknown' && !found.has(kind))
      found.set(kind, { mistake: first.mistake, layer: first.layer });
  }
  return [...found.values()];
}

function placedKey(located: LocatedMistake): string {
  const { layer, tensor, entries } = located;
  return `${keyOf(located)} ${layer} ${tensor} ${entries?.join() ?? ''}`;
}

function diagnosis(
  mistakes: readonly LocatedMistake[],
  targets: readonly LayerTargets[],
  alternatives: Diagnosis['alternatives'],
): Diagnosis {
  const touched = targets.flatMap(({ weights, bias }) => [weights, bias]).filter((target) => target !== null);
  const explained = touched.filter(
    (target) => wrongIn(target).length > 0 && mistakes.some((located) => reaches(located, target)),
  );
  const layer = Math.max(...mistakes.map((located) => located.layer));
  const inLayer = mistakes.filter((located) => located.layer === layer);
  const first = inLayer.find((located) => located.tensor === 'weights') ?? inLayer[0];
  const shownAt = explained.find((target) => target.layer === layer) ?? explained.at(0);
  const shown = explained.flatMap((target) =>
    worst(target).map((entry) => ({
      layer: target.layer,
      tensor: target.tensor,
      ...wrongEntry(target, entry),
    })),
  );
  return {
    layer,
    tensor: mistakes.some((located) => located.tensor === null)
      ? (shownAt?.tensor ?? 'weights')
      : (first.tensor ?? 'weights'),
    mistake: first.mistake,
    places: mistakes.map(({ layer, tensor }) => ({ layer, tensor })),
    tensors: explained.map(({ layer, tensor }) => ({ layer, tensor })),
    alternatives,
    evidence: shown.slice(0, mostEvidence),
    reproduced: explained.reduce((sum, target) => sum + wrongIn(target).length, 0),
  };
}

/**
 * Returns whether a mistake affects a target. One in a tensor affects that tensor; one in δ affects its layer and all
 * earlier ones.
 */
function reaches({ layer, tensor }: LocatedMistake, target: Target): boolean {
  return tensor === null ? target.layer <= layer : target.layer === layer && target.tensor === tensor;
}

/** Returns the wrong entries, which are all entries of a tensor in the wrong shape. */
function wrongIn({ forced, wrong, strictlyWrong }: Target): readonly number[] {
  return forced ? wrong : strictlyWrong;
}

/** Returns the entries with the largest errors. */
function worst({ strictlyWrong, given, truth }: Target): number[] {
  const off = (entry: number) => Math.abs(given[entry] - truth[entry]);
  const found: number[] = [];
  for (const entry of strictlyWrong) {
    if (found.length === mostEvidence && off(entry) <= off(found[mostEvidence - 1])) continue;
    found.push(entry);
    found.sort((a, b) => off(b) - off(a)).splice(mostEvidence);
  }
  return found;
}
