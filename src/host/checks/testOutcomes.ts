import * as vscode from 'vscode';
import type { PlaceInFile } from '../../engine/check/givenGradients.js';
import type { CheckResult, CompareCheck, EntryCheck, TensorCheck } from '../../protocol.js';
import { numberWord } from './checkWords.js';

/** The subject of one test. */
export type Subject =
  | { readonly kind: 'tensor'; readonly layer: number; readonly tensor: 'weights' | 'bias' }
  | { readonly kind: 'function'; readonly name: string | null }
  | { readonly kind: 'compare' }
  /** A tensor whose gradient a program of the user's computes. */
  | { readonly kind: 'given'; readonly layer: number; readonly tensor: 'weights' | 'bias' };

interface Failure {
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
}

interface Outcome {
  readonly failures: readonly Failure[];
  /** A summary in one line. */
  readonly remark: string;
  /** The place in the user's program; absent where there is none. */
  readonly place?: PlaceInFile;
}

/** Returns the outcome of a check for a test's subject; null if the check does not cover it. */
export function outcomeOf(subject: Subject, result: CheckResult): Outcome | null {
  switch (subject.kind) {
    case 'tensor': {
      const { layer, tensor } = subject;
      const checked = result.tensors.find((each) => each.layer === layer && each.tensor === tensor);
      return checked ? tensorOutcome(checked) : null;
    }
    case 'function':
      return functionOutcome(result, subject.name);
    case 'compare':
      return result.compare && compareOutcome(result.compare);
    case 'given':
      return result.compare && givenOutcome(result.compare, subject);
  }
}

/** Returns lines such as `w5  0.0822`, so that the editor's diff aligns the two sides. */
const lines = (entries: readonly (readonly [string, number])[]): string =>
  entries.map(([name, value]) => `${name}  ${numberWord(value)}`).join('\n');

function tensorOutcome({ checked, failed, kinks, entries }: TensorCheck): Outcome {
  const kinked = entries.find(({ verdict }) => verdict === 'kink');
  const right = vscode.l10n.t('{0} of {1} right', checked - failed - kinks, checked);
  const remark = kinked?.kinkWords ? `${right}. ${kinked.kinkWords}` : right;
  if (failed === 0) return { failures: [], remark };
  const wrong = entries.filter(({ verdict }) => verdict === 'fail');
  const message = vscode.l10n.t(
    '{0} of {1} are wrong. Expected is the difference quotient, actual is the result of backpropagation.',
    failed,
    checked,
  );
  const side = (of: (entry: EntryCheck) => number): string =>
    lines(wrong.map((entry) => [`∂E/∂${entry.name}`, of(entry)]));
  const expected = side(({ numeric }) => numeric);
  return { failures: [{ message, expected, actual: side(({ analytic }) => analytic) }], remark };
}

function functionOutcome({ functions }: CheckResult, name: string | null): Outcome | null {
  const check = functions.find((each) => each.name === name);
  if (!check) return null;
  const { worst } = check;
  if (!worst) return { failures: [], remark: vscode.l10n.t('right at {0} points', check.points) };
  const { x, t, written, derivative } = worst;
  const at = t === null ? `x = ${numberWord(x)}` : `y = ${numberWord(x)}, t = ${numberWord(t)}`;
  const message = vscode.l10n.t('At {0}, df gives {1}, but the derivative is {2}.', at, numberWord(written), numberWord(derivative)); // prettier-ignore
  return {
    failures: [{ message, expected: lines([[at, derivative]]), actual: lines([[at, written]]) }],
    remark: message,
  };
}

function compareOutcome(compare: CompareCheck): Outcome {
  const { wrong, undecided, compared, tensors, sheet, diagnoses, remarks, notes } = compare;
  const isRight = wrong === 0 && remarks.length === 0;
  if (isRight) {
    const right = vscode.l10n.t('{0} of {1} right', compared - undecided, compared);
    return { failures: [], remark: [right, ...notes].join('. ') };
  }
  const entries = [
    ...tensors.flatMap((tensor) => tensor.entries.map((entry) => ({ ...entry, name: `∂E/∂${entry.name}` }))),
    ...sheet.filter(({ verdict }) => verdict === 'wrong'),
  ];
  const words = [...diagnoses.map((diagnosis) => diagnosis.words), ...remarks, ...notes];
  const message = [vscode.l10n.t('{0} of {1} are wrong.', wrong, compared), ...words].join('\n');
  const side = (of: (entry: { given: number; truth: number }) => number): string =>
    lines(entries.map((entry) => [entry.name, of(entry)]));
  const expected = side(({ truth }) => truth);
  return {
    failures: [{ message, expected, actual: side(({ given }) => given) }],
    remark: message.replaceAll('\n', ' '),
  };
}

/** Returns the outcome for one tensor of a comparison; null where it was not compared. */
function givenOutcome(
  { tensors, diagnoses }: CompareCheck,
  { layer, tensor }: Extract<Subject, { kind: 'given' }>,
): Outcome | null {
  const compared = tensors.find((each) => each.layer === layer && each.tensor === tensor);
  if (!compared || compared.compared === 0) return null;
  const { wrong, entries, place } = compared;
  const remark = vscode.l10n.t('{0} of {1} right', compared.compared - wrong, compared.compared);
  if (wrong === 0) return { failures: [], remark, ...(place && { place }) };
  const words = diagnoses.filter((diagnosis) => diagnosis.layer >= layer).map((diagnosis) => diagnosis.words);
  const message = [vscode.l10n.t('{0} of {1} are wrong.', wrong, compared.compared), ...words].join('\n');
  const side = (of: (entry: { given: number; truth: number }) => number): string =>
    lines(entries.map((entry) => [`∂E/∂${entry.name}`, of(entry)]));
  const [expected, actual] = [side(({ truth }) => truth), side(({ given }) => given)];
  return { failures: [{ message, expected, actual }], remark, ...(place && { place }) };
}
