import { availableParallelism } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { FromGrading, GradedAnswer, GradeRequest } from '../../protocol.js';
import { reasonOf } from '../runs/lossWords.js';
import { WorkerLink } from '../runs/workerLink.js';
import type { WorkerPool } from '../runs/workerPool.js';

/** The least number of answers for which another thread loads the data. */
const leastShare = 20;

/**
 * Grades answers in as many workers as there are cores. Resolves when all are graded, or the signal is aborted.
 * @throws Error with the reason why they cannot be graded
 */
export async function gradeInWorkers(
  workers: WorkerPool,
  request: GradeRequest,
  signal: AbortSignal,
  onAnswers: (answers: readonly GradedAnswer[]) => void,
): Promise<void> {
  const { names } = request;
  const count = Math.max(1, Math.min(availableParallelism(), Math.floor(names.length / leastShare)));
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const shares = Array.from({ length: count }, (_, share) => names.filter((_, i) => i % count === share));
  const gradings = shares.map((share) =>
    gradeInWorker(workers, { ...request, names: share }, either, onAnswers),
  );
  try {
    await Promise.all(gradings);
  } catch (error) {
    failed.abort();
    throw error;
  }
}

function gradeInWorker(
  workers: WorkerPool,
  request: GradeRequest,
  signal: AbortSignal,
  onAnswers: (answers: readonly GradedAnswer[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = new WorkerLink(workers, {
      message: (message) => {
        if (message.type === 'graded') onAnswers(message.answers);
        else if (message.type === 'gradingDone') end(() => settle(message));
      },
      lost: (loss) => reject(new Error(l10n.t('The answers could not be graded: {0}.', reasonOf(loss)))),
      isBusy: () => true,
    });
    const settle = ({ findings }: Extract<FromGrading, { type: 'gradingDone' }>): void => {
      if (findings.length === 0) resolve();
      else reject(new Error(findings.map(({ message }) => message).join(' ')));
    };
    const cancel = (): void => end(resolve);
    const end = (then: () => void): void => {
      signal.removeEventListener('abort', cancel);
      link.end().then(then, reject);
    };
    signal.addEventListener('abort', cancel);
    link.post(request);
  });
}
