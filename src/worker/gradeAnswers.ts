import { createGradeSubject } from '../jobs/grading/gradeSubject.js';
import { gradeFiles } from '../jobs/grading/gradeFiles.js';
import { drive } from '../jobs/drive.js';
import type { FromWorker, GradedAnswer, GradeRequest } from '../protocol.js';
import type { Datasets } from './datasets.js';
import type { Platform } from './platform.js';
import { findingsOf } from './refusal.js';
import { Throttle } from './throttle.js';

/** Grades answers and posts them. Posts nothing more once the signal is aborted. */
export async function gradeAnswers(
  { spec, directory, folder, names }: GradeRequest,
  datasets: Datasets,
  platform: Platform,
  signal: AbortSignal,
  post: (message: FromWorker) => void,
): Promise<void> {
  const due = new Throttle(100);
  let graded: GradedAnswer[] = [];
  const flush = (): void => {
    if (graded.length > 0) post({ type: 'graded', answers: graded });
    graded = [];
    due.restart();
  };
  try {
    const { dataset, findings } = await datasets.load(spec, platform.filesIn(directory), { signal });
    if (!dataset) {
      post({ type: 'gradingDone', findings: findings.filter(({ severity }) => severity === 'error') });
      return;
    }
    const subject = await drive(createGradeSubject(spec, dataset), { signal });
    for await (const answer of gradeFiles(subject, platform.filesIn(folder), names, { signal })) {
      graded.push(answer);
      if (due.isDue()) flush();
    }
    flush();
    post({ type: 'gradingDone', findings: [] });
  } catch (error) {
    if (!signal.aborted) post({ type: 'gradingDone', findings: findingsOf(error) });
  }
}
