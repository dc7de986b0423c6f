import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FromThread, GradedAnswer, GradeRequest, ToThread, WorkerData } from '../protocol.js';

/** What the threads of a grading run, and the texts that they use. */
export interface GradingThreads {
  readonly script: string;
  readonly translations: WorkerData['translations'];
}

/**
 * Grades answers in several worker threads, each of which computes the right gradients, and yields the answers in their
 * order. Rejects as soon as the signal is aborted.
 * @throws Error where a thread ends unexpectedly, or the data cannot be loaded
 */
export async function* gradeInThreads(
  { script, translations }: GradingThreads,
  request: GradeRequest,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<GradedAnswer, void> {
  const workers = Array.from(
    { length: count },
    () => new Worker(script, { workerData: { translations, kernels: null } satisfies WorkerData }),
  );
  try {
    const shares = workers.map((worker, share) => {
      const names = request.names.filter((_, i) => i % count === share);
      return answersFrom(worker, { ...request, names }, signal);
    });
    for (const [i, name] of request.names.entries()) {
      const { value } = await shares[i % count].next();
      if (!value) throw new Error(`no thread has graded "${name}"`);
      yield value;
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Yields the answers of one thread in their order. */
async function* answersFrom(
  worker: Worker,
  request: GradeRequest,
  signal: AbortSignal,
): AsyncGenerator<GradedAnswer, void> {
  const messages = on(worker, 'message', { signal, close: ['exit'] });
  worker.postMessage({ type: 'session', session: 1, message: request } satisfies ToThread);
  for await (const [received] of messages as AsyncIterable<[FromThread]>) {
    const message = received.type === 'session' ? received.message : null;
    if (message?.type === 'graded') yield* message.answers;
    if (message?.type !== 'gradingDone') continue;
    if (message.findings.length === 0) return;
    throw new Error(message.findings.map((finding) => finding.message).join('\n'));
  }
}
