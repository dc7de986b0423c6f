import type { NoteMark } from '../../config/notes/notes.js';
import type { Problem } from '../../config/problem.js';
import { plainQuantity } from '../../engine/check/quantityNames.js';
import type { Trace } from '../../engine/trace/trace.js';
import { noteProblems } from '../../words/noteProblems.js';
import type { NotePasses } from './loadNotePasses.js';
import { namesOfPass, nearestQuantity, type PassNames } from './namesOfPass.js';

/** A mark with the quantity that it names. */
export interface PlacedMark {
  readonly mark: NoteMark;
  /** The name of the quantity in its pass. */
  readonly name: string;
  /** The index of the step that computes it; null where it is given. */
  readonly step: number | null;
  readonly truth: number;
}

/** A pass and the marks that name its quantities. */
export interface MarkedPass {
  readonly trace: Trace;
  readonly names: PassNames;
  readonly placed: PlacedMark[];
}

/** The most rows of tables whose passes are computed. */
const mostRows = 1000;
/** The most problems that are reported. */
const mostProblems = 100;

/** Finds the quantities that marks name. Yields during the work. */
export function* findMarks(
  marks: readonly NoteMark[],
  passes: NotePasses,
): Generator<undefined, { readonly found: readonly MarkedPass[]; readonly problems: readonly Problem[] }> {
  const found = new Map<number | null, MarkedPass>();
  const problems: Problem[] = [];
  function* passOf(row: number | null): Generator<undefined, MarkedPass> {
    const known = found.get(row);
    if (known) return known;
    const trace = row === null ? passes.first : passes.ofRow(row);
    const pass = { trace, names: yield* namesOfPass(trace), placed: [] };
    found.set(row, pass);
    return pass;
  }
  const most = Math.min(passes.samples, mostRows);
  for (const mark of marks) {
    yield undefined;
    if (problems.length >= mostProblems) break;
    const { row, name } = mark;
    if (row !== null && row >= most) {
      if (row === most) problems.push(noteProblems.tooManyRows(mark, most));
      continue;
    }
    const pass = yield* passOf(row);
    if (place(pass, mark, name)) continue;
    const [, own, number] = /^(.*)\[(\d+)\]$/.exec(name) ?? [];
    const sample = Number(number);
    if (row === null && sample >= 1 && sample <= most && place(yield* passOf(sample - 1), mark, own))
      continue;
    problems.push(noteProblems.unknownName(mark, nearestQuantity(name, pass.names)));
  }
  return { found: [...found.values()], problems };
}

/** Assigns a mark to a pass. Returns false where the pass has no such quantity. */
function place({ trace, names, placed }: MarkedPass, mark: NoteMark, name: string): boolean {
  const plain = plainQuantity(name);
  const step = names.steps.get(plain) ?? null;
  const truth = step === null ? names.given.get(plain) : trace.step(step).value;
  if (truth === undefined) return false;
  placed.push({ mark, name, step, truth });
  return true;
}
