import * as l10n from '@vscode/l10n';
import type { TableSurvey } from '../../config/propose/tableSurvey.js';
import type { FromWorker } from '../../protocol.js';
import { reasonOf } from '../runs/lossWords.js';
import { WorkerLink } from '../runs/workerLink.js';
import type { WorkerPool } from '../runs/workerPool.js';

type Surveyed = Extract<FromWorker, { type: 'surveyed' }>;

/**
 * Reads what the columns of a table contain, in a worker.
 * @param onProgress receives the fraction of the file that was read
 * @returns the columns; null where the signal was aborted
 * @throws Error with the reason why the table cannot be read
 */
export function surveyInWorker(
  workers: WorkerPool,
  table: { readonly directory: string; readonly file: string },
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<TableSurvey | null> {
  return new Promise((resolve, reject) => {
    const link = new WorkerLink(workers, {
      message: (message) => {
        if (message.type === 'surveying') onProgress(message.fraction);
        else if (message.type === 'surveyed') end(() => settle(message));
      },
      lost: (loss) => reject(new Error(l10n.t('The data could not be read: {0}.', reasonOf(loss)))),
      isBusy: () => true,
    });
    const settle = ({ survey, findings }: Surveyed): void => {
      if (survey) resolve(survey);
      else reject(new Error(findings.map(({ message }) => message).join(' ')));
    };
    const cancel = (): void => end(() => resolve(null));
    const end = (then: () => void): void => {
      signal.removeEventListener('abort', cancel);
      link.end().then(then, reject);
    };
    signal.addEventListener('abort', cancel);
    link.post({ type: 'survey', ...table });
  });
}
