/** The time to work before yielding, in milliseconds: messages are received promptly, and yielding costs little. */
export const sliceMs = 20;

/** The tasks of this thread that wait for their next turn, in order. */
const queue: Turn[] = [];

/**
 * The place of one task among the tasks that share this thread. They take turns, and the event loop delivers messages
 * after each turn, however many tasks there are.
 */
export class Turn {
  /** Begins the turn that the task waits for. */
  begin: () => void = () => undefined;

  /** Resolves when it is the task's turn again. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.begin = resolve;
      queue.push(this);
      if (queue.length === 1) setImmediate(serveNext);
    });
  }

  /** Moves the task to the head of the queue, because it must react to a command. */
  hurry(): void {
    const index = queue.indexOf(this);
    if (index > 0) queue.unshift(...queue.splice(index, 1));
  }
}

function serveNext(): void {
  queue.shift()?.begin();
  if (queue.length > 0) setImmediate(serveNext);
}

/** Does work in slices to its end and returns the result. Rejects as soon as the signal is aborted. */
export async function drive<Step, Result>(
  steps: Iterator<Step, Result>,
  signal?: AbortSignal,
  take: (step: Step) => void = () => undefined,
): Promise<Result> {
  const turn = new Turn();
  const hurry = (): void => turn.hurry();
  signal?.addEventListener('abort', hurry);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const end = performance.now() + sliceMs;
      do {
        const { done, value } = steps.next();
        if (done) return value;
        take(value);
      } while (performance.now() < end);
      await turn.next();
    }
  } finally {
    signal?.removeEventListener('abort', hurry);
  }
}

/** Limits how often something happens. */
export class Throttle {
  private next = 0;

  constructor(private readonly intervalMs: number) {}

  isDue(): boolean {
    return performance.now() >= this.next;
  }

  /** Makes it due again after the interval, or after `ms` if that is longer. */
  restart(ms = 0): void {
    this.next = performance.now() + Math.max(ms, this.intervalMs);
  }
}
