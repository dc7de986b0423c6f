import { availableParallelism } from 'node:os';
import { WorkerThread, type WorkerHost } from './workerThread.js';

/** Even on one core a session that keeps its thread busy should not stop all the others. */
const leastThreads = 2;

/** The worker threads of all configs: no more of them than there are cores. */
export class WorkerPool {
  private readonly threads = new Set<WorkerThread>();

  constructor(
    private readonly host: WorkerHost,
    private readonly size = Math.max(leastThreads, availableParallelism()),
  ) {}

  /** Returns the thread for another session: a new one while there may be more, or the one with the least to do. */
  place(): WorkerThread {
    const idlest = this.idlest();
    if (idlest && (idlest.sessions === 0 || this.threads.size >= this.size)) return idlest;
    const thread = new WorkerThread(this.host, (ended) => this.threads.delete(ended));
    this.threads.add(thread);
    return thread;
  }

  /** Whether work that begins in a thread would have more of a core to itself in another one. */
  hasBetter(thread: WorkerThread): boolean {
    if (thread.busySessions === 0) return false;
    const idlest = this.idlest();
    return this.threads.size < this.size || (idlest !== null && idlest.busySessions < thread.busySessions);
  }

  private idlest(): WorkerThread | null {
    let found: WorkerThread | null = null;
    for (const thread of this.threads) if (!found || isIdler(thread, found)) found = thread;
    return found;
  }
}

function isIdler(a: WorkerThread, b: WorkerThread): boolean {
  return a.busySessions < b.busySessions || (a.busySessions === b.busySessions && a.sessions < b.sessions);
}
