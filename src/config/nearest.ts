import { distance } from 'fastest-levenshtein';

/** The longest names that are compared, since the time grows with the product of both lengths. */
const longest = 60;

/** Returns a name without case and punctuation. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const digitsOf = (name: string): string => name.replace(/\P{N}+/gu, ' ').trim();

/** The most differences between two names with the same letters that still count as one mistake. */
const mostSwapped = 4;

/**
 * Returns the number of mistakes between two plain names; Infinity where they are not alike. One mistake per three
 * letters is allowed, so names of one or two letters are never alike. Names with different numbers (x1 and x2) are not
 * alike either. Letters in a different order are one mistake.
 */
function mistakesBetween(a: string, b: string): number {
  if (a === '' || b === '') return Infinity;
  if (a === b) return 0;
  const allowed = Math.floor(Math.max(a.length, b.length) / 3);
  if (Math.abs(a.length - b.length) > allowed) return Infinity;
  const differences = distance(a, b);
  if (differences <= mostSwapped && sorted(a) === sorted(b)) return allowed > 0 ? 1 : Infinity;
  if (differences > allowed) return Infinity;
  const [digits, others] = [digitsOf(a), digitsOf(b)];
  return digits !== '' && others !== '' && digits !== others ? Infinity : differences;
}

const sorted = (text: string): string => Array.from(text).sort().join();

/** Returns the candidate most similar to the name; undefined where none is similar enough to be probably meant. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const wanted = plain(name);
  return leastMistaken(candidates, (candidate) => mistakesBetween(wanted, plain(candidate)));
}

/** Returns the most similar file name, as `nearest` does. Names that differ in the extension alone are similar. */
export function nearestFile(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const [stem, ending] = partsOf(name);
  return leastMistaken(candidates, (candidate) => {
    const [otherStem, otherEnding] = partsOf(candidate);
    return mistakesBetween(stem, otherStem) + (ending === otherEnding ? 0 : 0.5);
  });
}

/** Returns the plain name up to the first dot, and the extension in lower case. */
function partsOf(file: string): readonly [string, string] {
  const dot = file.indexOf('.', 1);
  const end = dot === -1 ? file.length : dot;
  return [plain(file.slice(0, end)), file.slice(end).toLowerCase()];
}

function leastMistaken(
  candidates: Iterable<string>,
  mistakes: (candidate: string) => number,
): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    if (candidate.length > longest) continue;
    const found = mistakes(candidate);
    if (found >= least) continue;
    best = candidate;
    least = found;
  }
  return best;
}
