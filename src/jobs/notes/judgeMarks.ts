import type { NoteMark } from '../../config/notes/notes.js';
import type { Problem } from '../../config/problem.js';
import { checkSheet, type SheetMistake } from '../../engine/check/checkSheet.js';
import type { Rounding } from '../../engine/check/roundedRows.js';
import type { Step } from '../../engine/trace/trace.js';
import { findMarks, type MarkedPass, type PlacedMark } from './findMarks.js';
import type { NotePasses } from './loadNotePasses.js';
import { roundedText } from './roundedText.js';

/**
 * The verdict on a number. `follows`: it is wrong, but correctly computed from wrong or rounded numbers before it.
 * `blank`: it is not filled in. `invalid`: it is not a number.
 */
export type NoteVerdict = 'right' | 'wrong' | 'follows' | 'blank' | 'invalid';

export interface NoteEntry {
  readonly mark: NoteMark;
  readonly verdict: NoteVerdict;
  /** The value of the quantity. */
  readonly truth: number;
  /** The same, rounded as the number is written, or to the digits that a worksheet asks for. */
  readonly right: string;
  /** The step that computes it; null for numbers that the pass starts with. */
  readonly step: Step | null;
  /** The mistake that leads to a wrong number, if a simple one does. `digits`: it is rounded too coarsely. */
  readonly mistake: SheetMistake | { readonly kind: 'digits' } | null;
}

export interface JudgedMarks {
  /** The entries in the order of the marks. */
  readonly entries: readonly NoteEntry[];
  readonly problems: readonly Problem[];
}

/** Judges marks. Yields during the work. @param digits those that a worksheet asks for; null for other notes */
export function* judgeMarks(
  marks: readonly NoteMark[],
  passes: NotePasses,
  digits: number | null,
): Generator<undefined, JudgedMarks> {
  const { found, problems } = yield* findMarks(marks, passes);
  const entries = new Map<NoteMark, NoteEntry>();
  for (const pass of found)
    for (const entry of yield* judgePass(pass, digits)) entries.set(entry.mark, entry);
  return { entries: marks.flatMap((mark) => entries.get(mark) ?? []), problems };
}

function* judgePass({ trace, placed }: MarkedPass, digits: number | null): Generator<undefined, NoteEntry[]> {
  const computed = placed
    .filter(({ step, mark }) => step !== null && mark.number.kind === 'number')
    .sort((a, b) => (a.step ?? 0) - (b.step ?? 0));
  const numbers = computed.map(({ mark: { number }, name }) => ({
    name,
    value: number.kind === 'number' ? number.value : NaN,
    rounding: number.kind === 'number' ? roundingOf(number, digits) : 0,
  }));
  const sheet = yield* checkSheet(trace, numbers, stepRounding(digits));
  const judged = new Map(computed.map((each, i) => [each, sheet.entries[i]]));
  return placed.map((each) => {
    const { mark, truth, step } = each;
    const entry = judged.get(each);
    const verdict = verdictOf(each, digits, entry?.verdict ?? null);
    return {
      mark,
      verdict,
      truth,
      right: roundedText(truth, mark.number, digits),
      step: step === null ? null : trace.step(step),
      mistake:
        verdict !== 'wrong' ? null : isTrue(each, null) ? { kind: 'digits' } : (entry?.mistake ?? null),
    };
  });
}

function verdictOf(
  placed: PlacedMark,
  digits: number | null,
  verdict: 'right' | 'follows' | 'wrong' | null,
): NoteVerdict {
  const { kind } = placed.mark.number;
  if (kind !== 'number') return kind;
  if (digits !== null && verdict !== null) return verdict;
  if (isTrue(placed, digits)) return 'right';
  return verdict === 'right' || verdict === 'follows' ? 'follows' : 'wrong';
}

/** Returns whether a number is the right one, rounded. */
function isTrue({ mark: { number }, truth }: PlacedMark, digits: number | null): boolean {
  if (number.kind !== 'number') return false;
  return Math.abs(number.value - truth) <= roundingOf(number, digits) * (1 + noise) + noise * Math.abs(truth);
}

/** The relative error that another order of operations can make. */
const noise = 1e-12;

/** Returns half a unit of a number's last digit: as it is written, or of the significant digits that are asked for. */
function roundingOf(
  { value, decimals }: { readonly value: number; readonly decimals: number },
  digits: number | null,
): number {
  if (digits === null) return 0.5 * 10 ** -decimals;
  return value === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);
}

/** Returns the rounding of numbers that are not written down: that of a worksheet, and none in other notes. */
const stepRounding = (digits: number | null): Rounding => ({
  absolute: 0,
  relative: digits === null ? 0 : 0.5 * 10 ** (1 - digits),
});
