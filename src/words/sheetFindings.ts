import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { SheetEntry, SheetReport, SheetSlip } from '../engine/check/checkSheet.js';
import { numberText } from './numbers.js';
import { relatedAt, type PlaceOf } from './places.js';

/** Returns the findings on a sheet computed by hand: its first wrong number, and unknown names. */
export function sheetFindings(
  { entries, firstWrong, unknown }: SheetReport,
  placeOf: PlaceOf = () => null,
): Finding[] {
  const path = ['gradientCheck', 'compare'];
  const names = unknown.slice(0, mostUnknown).map((name): Finding => {
    const message = l10n.t(
      'The pass has no quantity "{0}". They are called as in its steps: net_h1, out_h1, delta_o1, dE_dw5.',
      name,
    );
    const related = relatedAt(placeOf, message, { kind: 'quantity', name });
    return { severity: 'error', code: 'unknown-quantity', message, path, related };
  });
  if (unknown.length > mostUnknown) {
    const message = l10n.t('{0} more problems like these.', unknown.length - mostUnknown);
    names.push({ severity: 'error', code: 'more', message, path });
  }
  if (firstWrong === null) return names;
  const message = describeWrong(
    entries[firstWrong],
    entries.filter(({ verdict }) => verdict === 'follows').length,
  );
  const related = entries
    .filter(({ verdict }) => verdict === 'wrong')
    .slice(0, mostRelated)
    .flatMap((entry) => relatedAt(placeOf, describeEntry(entry), { kind: 'quantity', name: entry.name }));
  return [...names, { severity: 'error', code: 'sheet-wrong', message, path, related }];
}

/** The most unknown names that are listed individually. */
const mostUnknown = 20;

/** The most wrong numbers that are listed as related positions. */
const mostRelated = 5;

export function describeEntry({ name, given, expected }: SheetEntry): string {
  return l10n.t('{0}: you have {1}, right is {2}.', name, numberText(given), numberText(expected));
}

function describeWrong({ name, given, expected, slip }: SheetEntry, following: number): string {
  const parts = [
    l10n.t(
      '{0} is the first wrong number: given {1}, but it is {2}.',
      name,
      numberText(given),
      numberText(expected),
    ),
  ];
  if (slip) parts.push(describeSlip(slip));
  if (following > 0) parts.push(l10n.t('Numbers after it that are right for it: {0}.', following));
  return parts.join(' ');
}

function describeSlip(slip: SheetSlip): string {
  switch (slip.kind) {
    case 'sign':
      return l10n.t('The sign is wrong.');
    case 'factor':
      return l10n.t('It is {0} times the right number.', slip.factor);
    case 'without':
      return l10n.t('{0} is left out.', slip.part);
    case 'updated':
      return l10n.t('It was computed with weights that were already updated.');
  }
}
