import * as l10n from '@vscode/l10n';
import type { Finding } from '../../config/problem.js';
import type { TableSurvey } from '../../config/propose/tableSurvey.js';
import type { FromWorker, ToWorker } from '../../protocol.js';
import { withProgress } from '../editor/prompts.js';
import { reasonOf } from '../runs/lossWords.js';
import { WorkerLink } from '../runs/workerLink.js';
import type { WorkerPool } from '../runs/workerPool.js';
import { joinSentences } from '../../words/joinSentences.js';

/** The place of a table. */
export interface TablePlace {
  readonly directory: string;
  readonly file: string;
}

/** The rows that were predicted, as CSV. */
export interface PredictedRows {
  readonly csv: Uint8Array;
  readonly rows: number;
  /** Warnings about cells for which the network was not trained. */
  readonly findings: readonly Finding[];
}

/**
 * Reads what the columns of a table contain, in a worker, while a notification shows the progress.
 * @returns null where the user canceled
 * @throws Error with the reason why the table cannot be read
 */
export function surveyTable(
  workers: WorkerPool,
  table: TablePlace,
  title: string,
): Thenable<TableSurvey | null> {
  return inWorker(workers, { type: 'survey', ...table }, title, (message) =>
    message.type === 'surveyed' ? (message.survey ?? refused(message.findings)) : null,
  );
}

/**
 * Predicts the rows of a table, in a worker, while a notification shows the progress.
 * @param model the model as a file
 * @returns null where the user canceled
 * @throws Error with the reason why the table cannot be read
 */
export function predictRows(
  workers: WorkerPool,
  table: TablePlace,
  model: Uint8Array,
  title: string,
): Thenable<PredictedRows | null> {
  return inWorker(workers, { type: 'predictTable', model, ...table }, title, (message) => {
    if (message.type !== 'tablePredicted') return null;
    const { csv, rows, findings } = message;
    return csv ? { csv, rows, findings } : refused(findings);
  });
}

const refused = (findings: readonly Finding[]): Error =>
  new Error(joinSentences(findings.map(({ message }) => message)));

/** Posts a request to a worker. @param answerIn returns the answer or the reason for a refusal in a message, null in others */
function inWorker<T extends object>(
  workers: WorkerPool,
  request: ToWorker,
  title: string,
  answerIn: (message: FromWorker) => T | Error | null,
): Thenable<T | null> {
  return withProgress(title, (progress, canceled) => {
    let shown = 0;
    const onProgress = (fraction: number): void => {
      progress.report({ increment: 100 * (fraction - shown) });
      shown = fraction;
    };
    return new Promise((resolve, reject) => {
      const settle = (answer: T | Error | null): void =>
        answer instanceof Error ? reject(answer) : resolve(answer);
      const link = new WorkerLink(workers, {
        message: (message) => {
          if (message.type === 'tableProgress') onProgress(message.fraction);
          const answer = answerIn(message);
          if (answer) end(answer);
        },
        lost: (loss) => reject(new Error(l10n.t('The data could not be read: {0}.', reasonOf(loss)))),
        isBusy: () => true,
      });
      const cancel = (): void => end(null);
      const end = (answer: T | Error | null): void => {
        canceled.removeEventListener('abort', cancel);
        link.end().then(() => settle(answer), reject);
      };
      canceled.addEventListener('abort', cancel);
      link.post(request);
    });
  });
}
