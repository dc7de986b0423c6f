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

/** Returns the refusal to continue from a checkpoint: the error itself, or one that says that the checkpoint is damaged. */
export function continuationRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const message = l10n.t(
    'The saved state of this run is damaged, so the run cannot continue. Reset the run.',
  );
  return new Refusal([{ severity: 'error', code: 'checkpoint-damaged', message, path: [] }]);
}

/** Returns the findings of an error: those of a refusal, or one that says that the run failed unexpectedly. */
export function findingsOf(error: unknown): readonly Finding[] {
  if (error instanceof Refusal) return error.findings;
  const reason = error instanceof Error ? error.message : String(error);
  const message = l10n.t('The run was interrupted: {0}', reason);
  return [{ severity: 'error', code: 'run-broke-off', message, path: [] }];
}
