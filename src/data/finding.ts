import * as l10n from '@vscode/l10n';
import { closest, distance } from 'fastest-levenshtein';
import type { Finding } from '../config/problem.js';
import type { JsonPath, Severity } from '../config/span.js';

/** The data cannot be had, and why; caught by `loadDataset`. */
export class DataError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map((finding) => finding.message).join('\n'));
  }
}

export function finding(
  code: string,
  path: JsonPath,
  message: string,
  more: { severity?: Severity; related?: Finding['related'] } = {},
): Finding {
  return { severity: 'error', code, path, message, ...more };
}

/** What to throw where one thing makes the rest pointless. */
export function refusal(
  code: string,
  path: JsonPath,
  message: string,
  related?: Finding['related'],
): DataError {
  return new DataError([finding(code, path, message, related ? { related } : {})]);
}

const most = 20;

/** The first 20 and how many there are beyond; `total` where not all of them were kept. */
export function capped(findings: readonly Finding[], total = findings.length): Finding[] {
  const first = findings.slice(0, most);
  const last = first.at(-1);
  if (last && total > first.length) {
    const message = l10n.t('{0} more problems like these.', total - first.length);
    first.push({ severity: last.severity, code: 'more', path: last.path, message });
  }
  return first;
}

/** The candidate that was probably meant, if any is near enough. */
export function nearest(name: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0) return null;
  const near = closest(
    name.toLowerCase(),
    candidates.map((candidate) => candidate.toLowerCase()),
  );
  const found = candidates.find((candidate) => candidate.toLowerCase() === near)!;
  return distance(name.toLowerCase(), near) <= Math.max(2, name.length / 3) ? found : null;
}
