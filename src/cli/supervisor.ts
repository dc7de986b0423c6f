import { childCall, interruptedStatus } from './childCall.js';

/** The flag of the child process, which is also its name in the system's list of processes. */
const title = '--title=backprop';

/** The time in which an interrupted call must end by itself, in milliseconds. */
const graceMs = 700;

const interruptions = ['SIGINT', 'SIGTERM'] as const;

/**
 * Returns whether this process does the work itself, as the child process does, or any process that is being debugged.
 */
export const isSupervised = (): boolean =>
  process.execArgv.some((flag) => flag === title || flag.startsWith('--inspect'));

/**
 * Makes this call in a child process and returns its exit status. A process that computes handles no signal before it
 * yields to the event loop; this process only waits, so it can end the child process at any time. A second signal ends
 * both at once. Rejects where no process can be started.
 */
export async function supervise(): Promise<number> {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    if (interrupt.signal.aborted) process.exit(interruptedStatus);
    interrupt.abort();
  };
  for (const signal of interruptions) process.on(signal, onSignal);
  const [, script, ...args] = process.argv;
  try {
    return await childCall({ flags: [title], shape: '' }, script, args, graceMs).call(interrupt.signal);
  } finally {
    for (const signal of interruptions) process.off(signal, onSignal);
  }
}
