import type { FromWorker, SessionId, ToWorker } from '../../protocol.js';
import type { WorkerPool } from './workerPool.js';
import type { Client, Loss, WorkerThread } from './workerThread.js';

export interface WorkerEvents {
  message(message: FromWorker): void;
  /** Called when the session and all that it held are lost. */
  lost(loss: Loss): void;
  /** Returns whether a run trains or a check is running. */
  isBusy(): boolean;
}

let lastSession: SessionId = 0;

/** One config's session in a worker thread. The first message opens it, and opens it again after its end. */
export class WorkerLink {
  private session: { readonly id: SessionId; readonly thread: WorkerThread } | null = null;

  constructor(
    private readonly pool: WorkerPool,
    private readonly events: WorkerEvents,
  ) {}

  post(message: ToWorker): void {
    this.session ??= this.open();
    const { id, thread } = this.session;
    thread.post(id, message);
  }

  /** Ends the thread with all its sessions unless it soon answers a ping. */
  expectAnswer(): void {
    this.session?.thread.expectAnswer(this.session.id);
  }

  /** Whether work that starts now would share its core with fewer sessions in another thread. */
  get isCrowded(): boolean {
    return this.session !== null && this.pool.hasBetter(this.session.thread);
  }

  /** Closes the session, whatever it is doing. No more messages are received from it. */
  async end(): Promise<void> {
    const { session } = this;
    this.session = null;
    await session?.thread.leave(session.id);
  }

  private open(): { id: SessionId; thread: WorkerThread } {
    const { pool, events } = this;
    const session = { id: ++lastSession, thread: pool.place() };
    const isOpen = (): boolean => this.session === session;
    const client: Client = {
      get isBusy() {
        return events.isBusy();
      },
      receive: (message) => {
        if (isOpen()) events.message(message);
      },
      lost: (loss) => {
        if (!isOpen()) return;
        this.session = null;
        events.lost(loss);
      },
    };
    session.thread.join(session.id, client);
    return session;
  }
}
