/** The time to work before yielding, in milliseconds: messages are received promptly, and yielding costs little. */
const sliceMs = 20;

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

/** Runs steps until a slice is over or `isWanted` no longer holds. Returns their result at the end, else null. */
export function runSlice<Step, Result>(
  steps: Iterator<Step, Result>,
  isWanted: () => boolean,
  take: (step: Step) => void = () => undefined,
): { readonly result: Result } | null {
  const end = performance.now() + sliceMs;
  do {
    const { done, value } = steps.next();
    if (done) return { result: value };
    take(value);
  } while (isWanted() && performance.now() < end);
  return null;
}

export interface Driving {
  /** The signal that ends the work, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Yields to the event loop between two slices. By default, the tasks of this thread take turns. */
  readonly pause?: () => Promise<void>;
}

export interface DriveOptions<Step> extends Driving {
  /** Receives each step. */
  readonly take?: (step: Step) => void;
}

/** Runs steps in slices to their end and returns the result. Rejects as soon as the signal is aborted. */
export async function drive<Step, Result>(
  steps: Iterator<Step, Result>,
  { signal, take, pause }: DriveOptions<Step> = {},
): Promise<Result> {
  const turn = new Turn();
  const hurry = (): void => turn.hurry();
  signal?.addEventListener('abort', hurry);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const end = runSlice(steps, () => !signal?.aborted, take);
      if (end) return end.result;
      await (pause ? pause() : turn.next());
    }
  } finally {
    signal?.removeEventListener('abort', hurry);
  }
}
