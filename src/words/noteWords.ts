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

/** Returns the message with a wrong number and the right one. @param written the number as it is written */
export function correctionOf(
  { mark: { name }, verdict, right, mistake }: JudgedNote,
  written: string,
): string {
  if (verdict === 'invalid') return notANumber(name, written);
  const sentences = [l10n.t('{0} is {1} here, but {2} is right.', name, written, right)];
  if (mistake) sentences.push(describeNoteMistake(mistake));
  if (verdict === 'follows')
    sentences.push(l10n.t('The number that is written follows from the numbers before it.'));
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

/** Returns the message that a number of a worksheet is wrong, with a hint but without the value or the formula. */
export function hintOf({
  mark: { name },
  mistake,
  step,
}: JudgedNote & { readonly step: Step | null }): string {
  const wrong = l10n.t('{0} is not right yet.', name);
  return joinSentences([wrong, mistake ? describeNoteMistake(mistake) : generalHint(step)]);
}

/** Returns the message that a number of a worksheet is right given wrong ones before it. */
export function followsWords({ mark: { name } }: JudgedNote): string {
  return l10n.t('{0} is right given the numbers before it, but one of them is wrong.', name);
}

function generalHint(step: Step | null): string {
  switch (step?.quantity) {
    case 'net':
      return l10n.t('Hint: add up each input of the unit times its weight, and the bias.');
    case 'out':
      return l10n.t('Hint: apply the activation of the layer to the net input.');
    case 'total':
      return l10n.t('Hint: the loss compares every output with its target.');
    case 'delta':
      return l10n.t(
        'Hint: how does the error change with the net input? Follow the chain rule along every path to the error.',
      );
    case 'dE_dw':
      return l10n.t("Hint: multiply the delta of the weight's unit by the input of the weight.");
    case 'dE_db':
      return l10n.t(
        'Hint: the input of a bias is 1, and a shared bias has the sum of the deltas of its units.',
      );
    case 'update':
      return l10n.t(
        'Hint: start from the old value, and take one step of the optimizer against the gradient.',
      );
    default:
      return l10n.t('Hint: check the numbers that it is computed from.');
  }
}
