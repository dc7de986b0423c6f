import { availableParallelism } from 'node:os';
import { WorkerThread, type WorkerHost } from './workerThread.js';

/** The least size of the pool. Even on one core, a session that keeps its thread busy should not block all others. */
const leastThreads = 2;

/** The worker threads of all configs, at most one for each core but at least two. */
export class WorkerPool {
  private readonly threads = new Set<WorkerThread>();

  constructor(
    private readonly host: WorkerHost,
    private readonly size = Math.max(leastThreads, availableParallelism()),
  ) {}

  /** Returns the thread for a new session: a new one while the pool is not full, or the least busy one. */
  place(): WorkerThread {
    const leastBusy = this.leastBusy();
    if (leastBusy && (leastBusy.sessions === 0 || this.threads.size >= this.size)) return leastBusy;
    const thread = new WorkerThread(this.host, (ended) => this.threads.delete(ended));
    this.threads.add(thread);
    return thread;
  }

  /** Returns whether work that starts in a thread would share its core with fewer sessions in another one. */
  hasBetter(thread: WorkerThread): boolean {
    if (thread.busySessions === 0) return false;
    const leastBusy = this.leastBusy();
    return (
      this.threads.size < this.size || (leastBusy !== null && leastBusy.busySessions < thread.busySessions)
    );
  }

  private leastBusy(): WorkerThread | null {
    let found: WorkerThread | null = null;
    for (const thread of this.threads) if (!found || isLessBusy(thread, found)) found = thread;
    return found;
  }
}

function isLessBusy(a: WorkerThread, b: WorkerThread): boolean {
  return a.busySessions < b.busySessions || (a.busySessions === b.busySessions && a.sessions < b.sessions);
}
