import * as l10n from '@vscode/l10n';
import { visible } from '../config/characters.js';
import type { Finding } from '../config/problem.js';
import type { JsonPath, Severity } from '../config/span.js';

/** The error that data cannot be loaded, with the findings that state why. `loadDataset` and `loadCompareFile` catch it. */
export class DataError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map((finding) => finding.message).join('\n'));
  }
}

export function finding(
  code: string,
  path: JsonPath,
  message: string,
  more: { severity?: Severity } & Pick<Finding, 'related' | 'changes'> = {},
): Finding {
  return { severity: 'error', code, path, message: visible(message), ...more };
}

/** Returns an error with a single finding, to be thrown where loading cannot continue. */
export function refusal(
  code: string,
  path: JsonPath,
  message: string,
  related?: Finding['related'],
): DataError {
  return new DataError([finding(code, path, message, related ? { related } : {})]);
}

/** The most findings that are listed; the rest are counted. */
export const mostFindings = 20;

/** Returns the first `mostFindings` findings and one on the number of the others. `total` counts those not kept as well. */
export function capped(findings: readonly Finding[], total = findings.length): Finding[] {
  const first = findings.slice(0, mostFindings);
  const last = first.at(-1);
  if (last && total > first.length) {
    const message = l10n.t('{0} more problems like these.', total - first.length);
    first.push({ severity: last.severity, code: 'more', path: last.path, message });
  }
  return first;
}
