import type { TensorName } from './parameters.js';
import { keyOf, type Mistake, type MistakeCode, type Slip } from './mistakes/mistake.js';
import type { LayerTargets, Solution } from './mistakes/search.js';
import { wrongEntry, type Target, type WrongEntry } from './mistakes/target.js';

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
  /** Other mistakes that give the same numbers. */
  readonly alternatives: readonly Mistake[];
  /** Some of the wrong numbers, which this mistake reproduces as given. Empty where only the shape is wrong. */
  readonly evidence: readonly (WrongEntry & { readonly layer: number; readonly tensor: TensorName })[];
  /** The number of wrong numbers that it reproduces. */
  readonly reproduced: number;
}

const mostEvidence = 3;

/**
 * Returns one diagnosis for each mistake of the simplest solution. Other solutions of the same length are its
 * alternatives.
 */
export function diagnose(targets: readonly LayerTargets[], solutions: readonly Solution[]): Diagnosis[] {
  if (solutions.length === 0) return [];
  const [best, ...others] = solutions;
  const groups = new Map<string, Slip[]>();
  for (const slip of best.slips) groups.set(groupOf(slip), [...(groups.get(groupOf(slip)) ?? []), slip]);
  return [...groups.values()].map((slips) =>
    diagnosis(slips, targets, alternativesOf(slips, best.slips, others)),
  );
}

/**
 * Returns the key of a group. The same mistake in several places is one group; different mistakes with the same code
 * are separate.
 */
function groupOf(slip: Slip): string {
  return slip.mistake.code === 'wrong-layer-activation' ? slip.mistake.code : keyOf(slip);
}

/**
 * Returns the mistakes that can replace a group of mistakes and still reproduce every number while the rest of the
 * solution is unchanged.
 */
function alternativesOf(
  group: readonly Slip[],
  all: readonly Slip[],
  others: readonly Solution[],
): Mistake[] {
  const kept = new Set(all.filter((slip) => !group.includes(slip)).map(placedKey));
  const codes = new Set(all.map(({ mistake }) => mistake.code));
  const found = new Map<MistakeCode, Mistake>();
  for (const { slips } of others) {
    const own = slips.filter((slip) => !kept.has(placedKey(slip)));
    if (slips.length - own.length < kept.size || new Set(own.map(groupOf)).size !== 1) continue;
    const [{ mistake }] = own;
    if (!codes.has(mistake.code) && mistake.code !== 'unknown' && !found.has(mistake.code))
      found.set(mistake.code, mistake);
  }
  return [...found.values()];
}

function placedKey(slip: Slip): string {
  const { layer, tensor, entries } = slip;
  return `${keyOf(slip)} ${layer} ${tensor} ${entries?.join() ?? ''}`;
}

function diagnosis(
  slips: readonly Slip[],
  targets: readonly LayerTargets[],
  alternatives: readonly Mistake[],
): Diagnosis {
  const touched = targets.flatMap(({ weights, bias }) => [weights, bias]).filter((target) => target !== null);
  const explained = touched.filter(
    (target) => wrongIn(target).length > 0 && slips.some((slip) => reaches(slip, target)),
  );
  const layer = Math.max(...slips.map((slip) => slip.layer));
  const inLayer = slips.filter((slip) => slip.layer === layer);
  const first = inLayer.find((slip) => slip.tensor === 'weights') ?? inLayer[0];
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
    tensor: slips.some((slip) => slip.tensor === null)
      ? (shownAt?.tensor ?? 'weights')
      : (first.tensor ?? 'weights'),
    mistake: first.mistake,
    places: slips.map(({ layer, tensor }) => ({ layer, tensor })),
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
function reaches({ layer, tensor }: Slip, target: Target): boolean {
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
