import { EditSearch, type EditLimits } from './edits/editSearch.js';
import { editsOf, partsIn, type LayerEdits } from './edits/edits.js';
import { forwardVariants } from './edits/forwardChanges.js';
import type { LayerFormulas } from './edits/formulas.js';
import { likelyRows } from './edits/likelyRows.js';
import { passValues, type PassValues } from './edits/passValues.js';
import { rightFormulas } from './edits/rightFormulas.js';
import type { Context } from './mistakes/context.js';
import type { Solution } from './mistakes/mistake.js';
import type { Targets } from './targets.js';
import { WorkMeter } from './workMeter.js';

/** The largest number of multiply-adds in a search, which is about three seconds. */
export const mostWork = 2e9;

/** The assumptions of one search, with its share of the work. */
interface Round extends EditLimits {
  readonly share: number;
  /** Whether other forward passes are tried as well. */
  readonly forward?: boolean;
}

/** From the simplest assumptions to the most lenient. */
const rounds: readonly Round[] = [
  { level: 'strict', edits: 1, forward: true, share: 0.2 },
  { level: 'lax', edits: 1, forward: true, share: 0.2 },
  { level: 'strict', edits: 1, partly: true, share: 0.1 },
  { level: 'lax', edits: 1, partly: true, share: 0.1 },
  { level: 'strict', edits: 2, share: 0.15 },
  { level: 'lax', edits: 2, share: 0.15 },
  { level: 'lax', edits: 2, partly: true, open: true, share: 0.1 },
];

/** The search for a likely mistake in numbers that rounding at each step may explain as well. */
const suspicion: readonly Round[] = [{ level: 'strict', edits: 1, named: true, share: 0.1 }];

/** The explanations of wrong numbers. */
export interface Explained {
  readonly solutions: readonly Solution[];
  /** Whether a search ended because it reached its limit of work. */
  readonly exhausted: boolean;
}

/** Explains the wrong numbers. The first assumptions under which any edit of the right program explains them decide. */
export function* explainWrong(
  context: Context,
  targets: Targets,
  isWrong: boolean,
  most: number,
): Generator<undefined, Explained> {
  const meter = new WorkMeter();
  const pass = passValues(context.recorded);
  const formulas = yield* rightFormulas(context, pass, meter);
  const rows = yield* likelyRows(context, targets.layers, meter);
  const searches = new Searches(context, targets, pass, formulas, rows);
  let exhausted = false;
  for (const round of isWrong ? rounds : suspicion) {
    const meter = new WorkMeter(round.share * most);
    const solutions = yield* searches.run(round, meter);
    exhausted ||= meter.isSpent;
    if (solutions.length > 0) return { solutions, exhausted };
  }
  return { solutions: [], exhausted };
}

/** The searches of a comparison, which share the formulas and their edits. */
class Searches {
  private readonly edits = new Map<number, LayerEdits>();

  constructor(
    private readonly context: Context,
    private readonly targets: Targets,
    private readonly pass: PassValues,
    private readonly formulas: readonly LayerFormulas[],
    private readonly rows: readonly number[] | null,
  ) {}

  *run(round: Round, meter: WorkMeter): Generator<undefined, readonly Solution[]> {
    const { context, targets, pass } = this;
    const search = new EditSearch(
      context,
      pass,
      targets.layers,
      (index) => this.editsAt(index),
      round,
      meter,
    );
    const found = [...(yield* search.run()), ...(round.forward ? yield* this.forward(round, meter) : [])];
    return found.sort((a, b) => a.cost - b.cost);
  }

  private editsAt(index: number): LayerEdits {
    const edits = this.edits.get(index) ?? editsOf(this.context, index, this.formulas[index], this.rows);
    this.edits.set(index, edits);
    return edits;
  }

  /** Tries other forward passes, with each way to write the derivatives, which may differ there. */
  private *forward({ level }: Round, meter: WorkMeter): Generator<undefined, readonly Solution[]> {
    const { context, targets } = this;
    const found: Solution[] = [];
    const layer = context.recorded.layers.length;
    const kept = this.formulas.map(partsIn);
    const ways = Math.max(...this.formulas.map(({ deltas }) => deltas.length));
    for (const { change, cost, pass } of forwardVariants(context.recorded, meter)) {
      if (meter.isSpent) break;
      const values = yield* pass();
      const premise = { mistake: { code: 'other-data', change } as const, layer, tensor: null, cost, entries: null }; // prettier-ignore
      for (let way = 0; way < ways; way++) {
        const written = (index: number): LayerEdits => {
          const { deltas, ...rest } = this.formulas[index];
          return {
            formulas: { ...rest, deltas: [deltas[Math.min(way, deltas.length - 1)]] },
            kept: kept[index],
            of: () => [],
            called: () => [],
          };
        };
        const search = new EditSearch(context, values, targets.layers, written, { level, edits: 0 }, meter, premise); // prettier-ignore
        found.push(...(yield* search.run()));
      }
    }
    return found;
  }
}
