import { EditSearch } from './edits/editSearch.js';
import { rightFormulas } from './edits/rightFormulas.js';
import { editsOf, type LayerEdits } from './edits/edits.js';
import { forwardVariants } from './edits/forwardChanges.js';
import type { LayerFormulas } from './edits/formulas.js';
import { passValues, type PassValues } from './edits/passValues.js';
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
  | { readonly kind: 'forward'; readonly level: Level }
);

/** The cost up to which a mistake that has a name is likelier than any edit of a formula. */
const likely = 1.45;

const rounds: readonly Round[] = [
  { kind: 'named', level: 'strict', codes: 1, cost: likely, unknown: false, share: 0.1 },
  { kind: 'edits', level: 'strict', edits: 1, share: 0.1 },
  { kind: 'named', level: 'lax', codes: 1, cost: likely, unknown: false, share: 0.1 },
  { kind: 'edits', level: 'lax', edits: 1, share: 0.1 },
  { kind: 'forward', level: 'strict', share: 0.1 },
  { kind: 'forward', level: 'lax', share: 0.1 },
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
  const searches = new Searches(context, targets, yield* rowsOf(context, targets.layers, new WorkMeter()));
  let exhausted = false;
  for (const round of isWrong ? rounds : rounds.slice(0, 1)) {
    const meter = new WorkMeter(round.share * most);
    const solutions = yield* searches.run(round, meter);
    exhausted ||= meter.isSpent;
    if (solutions.length > 0) return { solutions, exhausted };
  }
  return { solutions: [], exhausted };
}

/** The searches of a comparison, which share the formulas and their edits. */
class Searches {
  private formulas: readonly LayerFormulas[] | null | undefined;
  private readonly edits = new Map<number, LayerEdits>();
  private readonly pass: PassValues;

  constructor(
    private readonly context: Context,
    private readonly targets: Targets,
    private readonly likelyRows: readonly number[] | null,
  ) {
    this.pass = passValues(context.recorded);
  }

  *run(round: Round, meter: WorkMeter): Generator<undefined, readonly Solution[]> {
    const { context, targets } = this;
    if (round.kind === 'named')
      return yield* new Search(context, targets.layers, round, meter, this.likelyRows).run();
    if (this.formulas === undefined) this.formulas = yield* rightFormulas(context, this.pass, meter);
    const { formulas } = this;
    if (!formulas) return [];
    if (round.kind === 'forward') return yield* this.forward(formulas, round.level, meter);
    return yield* new EditSearch(context, this.pass, targets.layers, (index) => this.editsAt(index, formulas), round, meter).run(); // prettier-ignore
  }

  private editsAt(index: number, formulas: readonly LayerFormulas[]): LayerEdits {
    const edits = this.edits.get(index) ?? editsOf(this.context, index, formulas[index]);
    this.edits.set(index, edits);
    return edits;
  }

  /** Tries other forward passes, with each way to write the derivatives, which may differ there. */
  private *forward(
    formulas: readonly LayerFormulas[],
    level: Level,
    meter: WorkMeter,
  ): Generator<undefined, readonly Solution[]> {
    const { context, targets } = this;
    const found: Solution[] = [];
    const layer = context.recorded.layers.length;
    const ways = Math.max(...formulas.map(({ deltas }) => deltas.length));
    for (const { change, cost, pass } of forwardVariants(context.recorded, meter)) {
      if (meter.isSpent) break;
      const values = yield* pass();
      const premise = { mistake: { code: 'other-data', change } as const, layer, tensor: null, cost, entries: null }; // prettier-ignore
      for (let way = 0; way < ways; way++) {
        const written = (index: number): LayerEdits => {
          const { deltas, ...rest } = formulas[index];
          const own = { ...rest, deltas: [deltas[Math.min(way, deltas.length - 1)]] };
          return { formulas: own, deltas: () => [], weights: () => [], bias: () => [] };
        };
        const search = new EditSearch(context, values, targets.layers, written, { level, edits: 0 }, meter, premise); // prettier-ignore
        found.push(...(yield* search.run()));
      }
    }
    return found.sort((a, b) => a.cost - b.cost);
  }
}
