import { surveyTable } from '../data/surveyTable.js';
import type { FromWorker, ToWorker } from '../protocol.js';
import type { Platform } from './platform.js';
import { workOnTable } from './workOnTable.js';

/** Reads what the columns of a table contain and posts it. Posts nothing more once the signal is aborted. */
export async function surveyFile(
  { directory, file }: Extract<ToWorker, { type: 'survey' }>,
  platform: Platform,
  signal: AbortSignal,
  post: (message: FromWorker) => void,
): Promise<void> {
  const surveyed = await workOnTable(signal, post, (onProgress) =>
    surveyTable(file, platform.filesIn(directory), { signal, onProgress }),
  );
  if (surveyed) post({ type: 'surveyed', survey: surveyed.result, findings: surveyed.findings });
}
