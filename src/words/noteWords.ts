import * as l10n from '@vscode/l10n';
import type { NoteMark } from '../config/notes/notes.js';
import type { SheetMistake } from '../engine/check/checkSheet.js';
import { textOf } from '../engine/trace/formulaText.js';
import type { Step } from '../engine/trace/trace.js';
import { describeSheetMistake } from './sheetFindings.js';
import { joinSentences } from './joinSentences.js';

/** What is known of a number of notes that is not right. */
export interface JudgedNote {
  readonly mark: NoteMark;
  readonly verdict: 'right' | 'wrong' | 'follows' | 'blank' | 'invalid';
  readonly right: string;
  readonly mistake: SheetMistake | { readonly kind: 'digits' } | null;
}

/** Says what a number is and what is right. @param written the number as it is written */
export function correctionOf(
  { mark: { name }, verdict, right, mistake }: JudgedNote,
  written: string,
): string {
  if (verdict === 'invalid') return notANumber(name, written);
  const sentences = [l10n.t('{0} is {1} here, but {2} is right.', name, written, right)];
  if (mistake) sentences.push(describeNoteMistake(mistake));
  if (verdict === 'follows') sentences.push(l10n.t('It follows from the numbers before it.'));
  return joinSentences(sentences);
}

export function notANumber(name: string, written: string): string {
  return l10n.t('"{0}" is not a number. Write the value of {1}, such as 0.3775 or 3.2e-5.', written, name);
}

export function describeNoteMistake(mistake: SheetMistake | { readonly kind: 'digits' }): string {
  return mistake.kind === 'digits' ? l10n.t('It has too few digits.') : describeSheetMistake(mistake);
}

/** Returns the formula of a step in symbols: `net_h1 = w1·i1 + w2·i2 + b1`. */
export function stepFormula({ notation, formula }: Step): string {
  return `${notation.text} = ${textOf(formula, { substituted: false, digits: 6, mostTerms: 24 })}`;
}
