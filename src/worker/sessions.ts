import type { FromThread, FromWorker, SessionId, ToThread } from '../protocol.js';
import type { Session } from './session.js';

/** Begins a session, which reports through `post`. */
export type BeginSession = (id: SessionId, post: (message: FromWorker) => void) => Session;

/** The sessions that share this thread or process. */
export class Sessions {
  private readonly open = new Map<SessionId, Session>();

  constructor(
    private readonly begin: BeginSession,
    private readonly post: (message: FromThread) => void,
    /** Called when all sessions have ended. */
    private readonly onEnd: () => void,
  ) {}

  receive(message: ToThread): void {
    switch (message.type) {
      case 'session':
        this.session(message.session).receive(message.message);
        return;
      case 'close':
        void this.close(message.session);
        return;
      case 'ping':
        this.post({ type: 'pong' });
        return;
      case 'end':
        void this.end();
    }
  }

  private session(id: SessionId): Session {
    const known = this.open.get(id);
    if (known) return known;
    const session: Session = this.begin(id, (message) => {
      if (this.open.get(id) === session) this.post({ type: 'session', session: id, message });
    });
    this.open.set(id, session);
    return session;
  }

  private async close(id: SessionId): Promise<void> {
    const session = this.open.get(id);
    this.open.delete(id);
    await session?.close();
  }

  private async end(): Promise<void> {
    await Promise.all([...this.open.keys()].map((id) => this.close(id)));
    this.onEnd();
  }
}
