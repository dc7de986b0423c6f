import type { FromWorker, SessionId, ToWorker } from '../protocol.js';
import type { WorkerPool } from './workerPool.js';
import type { Client, Loss, WorkerThread } from './workerThread.js';

export interface WorkerEvents {
  message(message: FromWorker): void;
  /** The session and all that it held are gone. */
  lost(loss: Loss): void;
  /** Something trains or is checked. */
  isBusy(): boolean;
}

let lastSession: SessionId = 0;

/** One config's session in a worker thread, opened by the first message and again after its end. */
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

  /** Ends the thread, and with it all its sessions, unless it shows soon that it receives messages. */
  expectAnswer(): void {
    this.session?.thread.expectAnswer(this.session.id);
  }

  /** Whether work that begins now would have more of a core to itself in another thread. */
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
