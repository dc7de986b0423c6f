import * as l10n from '@vscode/l10n';
import type { Mark } from '../config/problem.js';
import type { Comparison } from '../engine/check/compareGradients.js';
import type { PlaceOf } from '../engine/check/givenGradients.js';
import type { SheetReport } from '../engine/check/checkSheet.js';
import { describeDiagnosis, describeMisfit, type ParameterNamer } from './diagnoses.js';
import { describeEntry } from './sheetFindings.js';

/** Returns the diagnoses of wrong gradients at the lines of the program that assign them, one for each line. */
export function programMarks(comparison: Comparison, nameOf: ParameterNamer, placeOf: PlaceOf): Mark[] {
  const wrong = comparison.tensors.filter((tensor) => tensor.wrong > 0);
  const diagnosed = wrong.flatMap(({ layer, tensor }) => {
    const place = placeOf({ kind: 'tensor', layer, tensor, entry: null });
    const diagnosis = comparison.diagnoses.find(({ tensors }) =>
      tensors.some((each) => each.layer === layer && each.tensor === tensor),
    );
    if (!place || !diagnosis) return [];
    const isNumeric = diagnosis.mistake.code === 'numeric-gradient';
    const isItsOwn = diagnosis.layer === layer;
    const message = isItsOwn
      ? describeDiagnosis(diagnosis, nameOf)
      : l10n.t('This is wrong because of a mistake in layer {0}.', diagnosis.layer);
    const severity = isItsOwn && !isNumeric ? ('error' as const) : ('info' as const);
    return [{ ...place, message, severity, code: diagnosis.mistake.code }];
  });
  const misfits = comparison.misfits.flatMap((misfit) => {
    const { layer, tensor } = misfit;
    const place = placeOf({ kind: 'tensor', layer, tensor, entry: null });
    const mark = { message: describeMisfit(misfit), severity: 'error', code: 'compare-shape' } as const;
    return place ? [{ ...place, ...mark }] : [];
  });
  return onePerPlace([...misfits, ...diagnosed]);
}

/** Returns the wrong quantities of a sheet at the lines of the program that assign them. */
export function programSheetMarks({ entries }: SheetReport, placeOf: PlaceOf): Mark[] {
  const marks = entries.flatMap((entry): Mark[] => {
    const place = entry.verdict === 'wrong' ? placeOf({ kind: 'quantity', name: entry.name }) : null;
    return place ? [{ ...place, message: describeEntry(entry), severity: 'error', code: 'sheet-wrong' }] : [];
  });
  return onePerPlace(marks);
}

/** Leaves out marks with the same message at the same place, as of layers that one statement computes. */
function onePerPlace(marks: readonly Mark[]): Mark[] {
  const keyOf = ({ file, line, column, message }: Mark): string => `${file}:${line}:${column} ${message}`;
  return [...new Map(marks.map((mark) => [keyOf(mark), mark])).values()];
}
