import type { GradedAnswer, GradedMistake, MistakeCount } from '../../protocol.js';

/** Returns a text that is equal for the same mistake in two answers. Formulas that differ are different mistakes. */
export const mistakeKey = ({ mistake, wrote }: GradedMistake): string =>
  wrote ? `${mistake} ${wrote.text}` : mistake;

/** Returns how many of the wrong answers have each mistake, the most frequent first. */
export function countMistakes(answers: readonly GradedAnswer[]): MistakeCount[] {
  const counts = new Map<string, MistakeCount>();
  for (const { verdict, diagnoses } of answers) {
    if (verdict !== 'wrong') continue;
    const mistakes = diagnoses.filter(({ isMistake }) => isMistake);
    const own = new Map(mistakes.map((each) => [mistakeKey(each), each.title]));
    for (const [key, title] of own)
      counts.set(key, { key, title, answers: (counts.get(key)?.answers ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.answers - a.answers || (a.key < b.key ? -1 : 1));
}
