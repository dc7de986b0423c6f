import { DataError } from '../data/finding.js';
import { surveyTable } from '../data/surveyTable.js';
import type { FromWorker } from '../protocol.js';
import type { Platform } from './platform.js';
import { findingsOf } from './refusal.js';
import { Throttle } from './throttle.js';

/** Reads what the columns of a table contain and posts it. Posts nothing more once the signal is aborted. */
export async function surveyFile(
  { directory, file }: { readonly directory: string; readonly file: string },
  platform: Platform,
  signal: AbortSignal,
  post: (message: FromWorker) => void,
): Promise<void> {
  const due = new Throttle(100);
  const onProgress = (fraction: number | null): void => {
    if (fraction === null || !due.isDue()) return;
    due.restart();
    post({ type: 'surveying', fraction });
  };
  try {
    const survey = await surveyTable(file, platform.filesIn(directory), { signal, onProgress });
    post({ type: 'surveyed', survey, findings: [] });
  } catch (error) {
    if (signal.aborted) return;
    const findings = error instanceof DataError ? error.findings : findingsOf(error);
    post({ type: 'surveyed', survey: null, findings });
  }
}
