/** What the page with grades shows in its tests. */
import type { GradedAnswer, GradedMistake, GradesView, MistakeCount } from '../../../src/protocol.js';

const mistake = (key: string, title: string, message: string): GradedMistake => ({
  layer: 1, tensor: 'weights', mistake: key.split(' ')[0], title, key, message,
}); // prettier-ignore

export const derivativeMissing = mistake(
  'missing-activation-derivative',
  'Activation derivative left out',
  'Layer 1: the derivative of sigmoid is left out of δ. This reproduces 25 of your wrong numbers, such as ∂E/∂w1 = 0.1. The right value is 0.025.',
);
const sign = mistake('wrong-sign', 'Wrong sign', 'Layer 2: the sign is wrong.');
const edit = mistake(
  'edit δ₁ = (δ₂·W₂)·(y₁·(1 + y₁))',
  'Another formula: δ₁ = (δ₂·W₂)·(y₁·(1 + y₁))',
  'Layer 1: you computed δ₁ = (δ₂·W₂)·(y₁·(1 + y₁)). Right is δ₁ = (δ₂·W₂)·(y₁·(1 − y₁)).',
);

function answer(number: number): GradedAnswer {
  const file = `group ${1 + (number % 3)}/student-${number}.json`;
  const right: GradedAnswer = {
    file,
    verdict: 'right',
    right: 43,
    wrong: 0,
    undecided: 0,
    missing: number === 2 ? 18 : 0,
    firstWrong: null,
    place: null,
    diagnoses: [],
    problems: [],
  };
  if (number % 10 === 9)
    return { ...right, verdict: 'unreadable', right: 0, place: { line: 3, column: 5 }, problems: [`"${file}", line 3: NaN is not a number.`] }; // prettier-ignore
  if (number % 3 === 2) return right;
  const made = number % 6 === 0 ? derivativeMissing : number % 6 === 1 ? sign : edit;
  return {
    ...right,
    verdict: 'wrong',
    right: 18,
    wrong: 25,
    firstWrong: { name: 'w1', layer: 1, tensor: 'weights', index: [0, 0], given: 0.1, truth: 0.025 },
    place: { line: 2 + number, column: 3 },
    diagnoses: number % 12 === 0 ? [made, sign] : [made],
  };
}

/** Returns the first answers of a class, as they are being graded or at the end. */
export function grades(count: number, total = count): GradesView {
  const answers = Array.from({ length: count }, (_, i) => answer(i));
  const counts = [derivativeMissing, sign, edit].map(({ key, title }): MistakeCount => ({
    key: key ?? '',
    title,
    answers: answers.filter(({ diagnoses }) => diagnoses.some((each) => each.key === key)).length,
  }));
  return {
    config: 'file:///class/homework.backprop.json',
    folder: 'file:///class/answers',
    configName: 'homework.backprop.json',
    folderName: 'answers',
    answers,
    mistakes: counts.filter(({ answers: made }) => made > 0).sort((a, b) => b.answers - a.answers),
    total,
    skipped: 4,
    state: count < total ? 'grading' : 'done',
    reason: null,
  };
}
