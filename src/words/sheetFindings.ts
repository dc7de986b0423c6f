import * as l10n from '@vscode/l10n';
import type { PlaceOf } from '../engine/check/givenGradients.js';
import type { Finding } from '../config/problem.js';
import type { SheetEntry, SheetReport, SheetMistake } from '../engine/check/checkSheet.js';
import { numberText } from './numberText.js';
import { relatedAt } from './relatedAt.js';
import { joinSentences } from './joinSentences.js';

/** Returns the findings on a sheet computed by hand: its first wrong number, and unknown names. */
export function sheetFindings(
  { entries, firstWrong, unknown }: SheetReport,
  placeOf: PlaceOf = () => null,
): Finding[] {
  const path = ['gradientCheck', 'compare'];
  const names = unknown.slice(0, mostUnknown).map((name): Finding => {
    const message = l10n.t(
      'The pass has no quantity "{0}". Use the names that its steps show, such as net_h1, out_h1, delta_o1 or dE_dw5.',
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
  return l10n.t(
    '{0}: you have {1}, but the right value is {2}.',
    name,
    numberText(given),
    numberText(expected),
  );
}

function describeWrong({ name, given, expected, mistake }: SheetEntry, following: number): string {
  const parts = [
    l10n.t(
      '{0} is the first wrong number: it is given as {1}, but the right value is {2}.',
      name,
      numberText(given),
      numberText(expected),
    ),
  ];
  if (mistake) parts.push(describeSheetMistake(mistake));
  if (following > 0) parts.push(l10n.t('Later numbers that follow correctly from it: {0}.', following));
  return joinSentences(parts);
}

export function describeSheetMistake(mistake: SheetMistake): string {
  switch (mistake.kind) {
    case 'sign':
      return l10n.t('The sign is wrong.');
    case 'factor':
      return l10n.t('It is {0} times the right value.', mistake.factor);
    case 'without':
      return l10n.t('{0} is left out.', mistake.part);
    case 'updated':
      return l10n.t('It was computed with weights that were already updated.');
  }
}
