import * as l10n from '@vscode/l10n';
import { visible } from '../config/characters.js';
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
  return { severity: 'error', code, path, message: visible(message), ...more };
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

/** More would be no help to a reader. */
export const mostFindings = 20;

/** The first 20 and how many there are beyond; `total` where not all of them were kept. */
export function capped(findings: readonly Finding[], total = findings.length): Finding[] {
  const first = findings.slice(0, mostFindings);
  const last = first.at(-1);
  if (last && total > first.length) {
    const message = l10n.t('{0} more problems like these.', total - first.length);
    first.push({ severity: last.severity, code: 'more', path: last.path, message });
  }
  return first;
}
