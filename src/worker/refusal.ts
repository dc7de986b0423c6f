import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';

/** An error that says why a run cannot start. */
export class Refusal extends Error {
  constructor(
    readonly findings: readonly Finding[],
    /** Whether the run could be continued nevertheless if the user confirms it. */
    readonly isQuestion = false,
  ) {
    super(findings.map(({ message }) => message).join('\n'));
  }
}

/** Returns the findings of an error: those of a refusal, or one that says that the run failed unexpectedly. */
export function findingsOf(error: unknown): readonly Finding[] {
  if (error instanceof Refusal) return error.findings;
  const reason = error instanceof Error ? error.message : String(error);
  const message = l10n.t('The run was interrupted: {0}', reason);
  return [{ severity: 'error', code: 'run-broke-off', message, path: [] }];
}
