import { distance } from 'fastest-levenshtein';

/** Names longer than this are compared with nothing: the comparison takes time by the product of both lengths. */
const longest = 60;

/** Case and punctuation do not count. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const digitsOf = (name: string): string => name.replace(/\P{N}+/gu, ' ').trim();

/** More differences than these are another word even where the letters are the same. */
const mostSwapped = 4;

/**
 * Returns how many mistakes lie between two plain names; Infinity where they are not alike. One mistake in three letters
 * is allowed, so names of one or two letters are never alike, and neither are names with other numbers (x1 and x2).
 * Letters in another order are one mistake.
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

/** Returns the candidate that is so like the name that it was probably meant; undefined where none is. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const wanted = plain(name);
  return leastMistaken(candidates, (candidate) => mistakesBetween(wanted, plain(candidate)));
}

/** As `nearest`, for file names: the same name with another ending is alike, endings alone are not. */
export function nearestFile(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const [stem, ending] = partsOf(name);
  return leastMistaken(candidates, (candidate) => {
    const [otherStem, otherEnding] = partsOf(candidate);
    return mistakesBetween(stem, otherStem) + (ending === otherEnding ? 0 : 0.5);
  });
}

/** The name up to its first dot, and the rest. */
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
