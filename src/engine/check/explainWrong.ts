import { EditSearch } from './edits/editSearch.js';
import { rightFormulas } from './edits/rightFormulas.js';
import { editsOf, type LayerEdits } from './edits/edits.js';
import { passValues } from './edits/passValues.js';
import type { Context } from './mistakes/context.js';
import { Search, type Solution } from './mistakes/search.js';
import { rowsOf } from './mistakes/subset.js';
import type { Level } from './mistakes/target.js';
import type { Limits } from './mistakes/explain.js';
import type { Targets } from './targets.js';
import { WorkMeter } from './workMeter.js';

/** The largest number of multiply-adds in a search, which is about ten seconds. */
const most = 4e9;

/** One search under some assumptions, with its share of the work. */
type Round = { readonly share: number } & (
  | ({ readonly kind: 'named' } & Limits)
  | { readonly kind: 'edits'; readonly level: Level; readonly edits: number }
);

/** The cost up to which a mistake that has a name is likelier than any edit of a formula. */
const likely = 1.45;

const rounds: readonly Round[] = [
  { kind: 'named', level: 'strict', codes: 1, cost: likely, unknown: false, share: 0.1 },
  { kind: 'edits', level: 'strict', edits: 1, share: 0.1 },
  { kind: 'named', level: 'lax', codes: 1, cost: likely, unknown: false, share: 0.1 },
  { kind: 'edits', level: 'lax', edits: 1, share: 0.1 },
  { kind: 'named', level: 'strict', codes: 1, cost: Infinity, unknown: false, share: 0.1 },
  { kind: 'named', level: 'lax', codes: 1, cost: Infinity, unknown: false, share: 0.1 },
  { kind: 'named', level: 'strict', codes: 2, cost: 1.2, unknown: false, share: 0.1 },
  { kind: 'named', level: 'lax', codes: 2, cost: 1.2, unknown: false, share: 0.1 },
  { kind: 'edits', level: 'strict', edits: 2, share: 0.1 },
  { kind: 'edits', level: 'lax', edits: 2, share: 0.1 },
  { kind: 'named', level: 'lax', codes: 1, cost: 1.2, unknown: true, share: 0.1 },
];

/** The explanations of wrong numbers. */
export interface Explained {
  readonly solutions: readonly Solution[];
  /** Whether a search ended because it reached its limit of work. */
  readonly exhausted: boolean;
}

/**
 * Explains the wrong numbers under assumptions from the simplest to the most lenient. The first that explains any is
 * the answer.
 */
export function* explainWrong(
  context: Context,
  targets: Targets,
  isWrong: boolean,
): Generator<undefined, Explained> {
  const likelyRows = yield* rowsOf(context, targets.layers, new WorkMeter());
  const pass = passValues(context.recorded);
  const formulas = yield* rightFormulas(context, pass, new WorkMeter());
  const known = new Map<number, LayerEdits>();
  const editsAt = (index: number, own: NonNullable<typeof formulas>) => {
    const edits = known.get(index) ?? editsOf(context, index, own[index]);
    known.set(index, edits);
    return edits;
  };
  let exhausted = false;
  for (const { share, ...round } of isWrong ? rounds : rounds.slice(0, 1)) {
    const meter = new WorkMeter(share * most);
    const search =
      round.kind === 'named'
        ? new Search(context, targets.layers, round, meter, likelyRows)
        : formulas && new EditSearch(context, pass, targets.layers, (index) => editsAt(index, formulas), round, meter); // prettier-ignore
    const solutions = search ? yield* search.run() : [];
    exhausted ||= meter.isSpent;
    if (solutions.length > 0) return { solutions, exhausted };
  }
  return { solutions: [], exhausted };
}
