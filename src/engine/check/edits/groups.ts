import type { Mistake } from '../mistakes/mistake.js';
import type { Edit } from './edits.js';
import type { Tensor } from './evaluator.js';
import { walk, type Expression } from './expression.js';
import type { Fingerprints } from './fingerprint.js';

/** Edits that are the same computation, the simplest first. */
export interface Group {
  readonly edits: readonly Edit[];
  readonly cost: number;
  /** The names of the edits. */
  readonly keys: ReadonlySet<string>;
}

/** An edit whose value reproduces what it must. */
export interface Matched {
  readonly edit: Edit;
  readonly value: Tensor;
}

/** How much less likely an edit with a name may be to be preferred to one without. */
const namedBonus = 0.25;

const costOf = ({ cost, isNamed }: Edit) => cost - (isNamed ? namedBonus : 0);

/** Returns matched edits by computation, with one value each. Edits that are the right formula are left out. */
export function groupsOf(
  matched: readonly Matched[],
  rights: readonly Expression[],
  fingerprints: Fingerprints,
): (Group & { readonly value: Tensor })[] {
  const right = new Set(rights.map((each) => fingerprints.of(each)));
  const groups = new Map<string, Matched[]>();
  const alone: Matched[][] = [];
  // Of another way to write the right formula, the same edit has the same key.
  const printOfKey = new Map<string, string>();
  for (const each of matched) {
    const { edit } = each;
    const own = printOf(edit, fingerprints);
    if (own === null) alone.push([each]);
    if (own === null || own.includes('NaN') || right.has(own)) continue;
    const print = edit.isNamed ? own : (printOfKey.get(edit.key()) ?? own);
    if (!edit.isNamed) printOfKey.set(edit.key(), print);
    groups.set(print, [...(groups.get(print) ?? []), each]);
  }
  // A reduction to some samples is the same as a mistake that names them.
  for (const [print, edits] of groups) {
    const [{ edit, value }] = edits;
    const same = takesSamples(edit) ? alone.find(([each]) => isEqual(each.value, value)) : undefined;
    if (!same) continue;
    same.push(...edits);
    groups.delete(print);
  }
  return [...alone, ...groups.values()].flatMap((edits) =>
    byName(edits.map(({ edit }) => edit)).map((named) => ({ ...groupOf(named), value: edits[0].value })),
  );
}

/** Returns edits that are one computation as alternatives, if several mistakes with a name are that computation. */
function byName(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const names = new Map<string, Edit[]>();
  for (const edit of edits) {
    if (!edit.isNamed) continue;
    names.set(edit.key(), [...(names.get(edit.key()) ?? []), edit]);
  }
  if (names.size === 0) return [edits];
  const [first, ...others] = names.values();
  return [[...first, ...edits.filter(({ isNamed }) => !isNamed)], ...others];
}

export function groupOf(edits: readonly Edit[]): Group {
  const sorted = [...edits].sort((a, b) => costOf(a) - costOf(b));
  return { edits: sorted, cost: sorted[0].cost, keys: new Set(sorted.map(({ key }) => key())) };
}

/** Returns the group of a mistake that is not an edit of a formula. */
export function groupOfMistake(mistake: Mistake, cost: number): Group {
  const edit: Edit = {
    wrote: { kind: 'constant', value: 0, symbol: null },
    cost, isNamed: true, madeIn: null, key: () => mistake.code, mistake: () => mistake,
  }; // prettier-ignore
  return { edits: [edit], cost, keys: new Set([mistake.code]) };
}

/**
 * Returns what tells computations apart. Limits and rounding may do nothing to the numbers of a fingerprint, so that a
 * change of them counts as well.
 */
function printOf(edit: Edit, fingerprints: Fingerprints): string | null {
  const print = fingerprints.of(edit.wrote);
  const mistake = edit.mistake();
  if (print === null || mistake.code !== 'edit') return print;
  const isChanged = thresholdsIn(mistake.wrote) !== thresholdsIn(mistake.right);
  return isChanged ? `${print} ${edit.key()}` : print;
}

const thresholds: ReadonlySet<string> = new Set(['clip', 'round', 'float16']);

function thresholdsIn(expression: Expression): string {
  return [...walk(expression)]
    .flatMap(({ part }) =>
      part.kind === 'call' && thresholds.has(part.name) ? [`${part.name} ${part.limit}`] : [],
    )
    .join();
}

const ofSamples: ReadonlySet<string> = new Set(['first', 'last', 'withoutFirst', 'withoutLast']);

/** Returns whether an edit reduces the samples to some of them. */
function takesSamples({ wrote, isNamed }: Edit): boolean {
  if (isNamed || wrote.kind === 'computed') return false;
  return [...walk(wrote)].some(
    ({ part }) => (part.kind === 'outer' || part.kind === 'rows') && ofSamples.has(part.reduction),
  );
}

const equal = 1e-12;

function isEqual(a: Tensor, b: Tensor): boolean {
  if (a.values.length !== b.values.length) return false;
  return a.values.every((value, i) => Math.abs(value - b.values[i]) <= equal * Math.abs(value));
}
