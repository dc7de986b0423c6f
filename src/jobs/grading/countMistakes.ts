import type { GradedAnswer, MistakeCount } from '../../protocol.js';

/** Returns how many of the wrong answers have each mistake, the most frequent first. */
export function countMistakes(answers: readonly GradedAnswer[]): MistakeCount[] {
  const counts = new Map<string, MistakeCount>();
  for (const { verdict, diagnoses } of answers) {
    if (verdict !== 'wrong') continue;
    const own = new Map(diagnoses.flatMap(({ key, title }) => (key === null ? [] : [[key, title]])));
    for (const [key, title] of own)
      counts.set(key, { key, title, answers: (counts.get(key)?.answers ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.answers - a.answers || (a.key < b.key ? -1 : 1));
}
