import { hostNow } from './host';
import { ARRIVED, BROKEN, COMMAND, GENERATION, QUIT, SLEEPERS, THREADS, WAITED } from './layout';

/** The number of times that a thread polls before it sleeps, which takes 100 to 200 microseconds. */
const POLLS: i32 = 100000;

/** Waits until a word changes, first by polling, then by sleeping. */
function waitWhile(word: usize, value: i32): void {
  for (let i = 0; i < POLLS; i++) if (atomic.load<i32>(word) != value) return;
  atomic.add<i32>(SLEEPERS, 1);
  while (atomic.load<i32>(word) == value) atomic.wait<i32>(word, value, -1);
  atomic.sub<i32>(SLEEPERS, 1);
}

function change(word: usize, value: i32): void {
  atomic.store<i32>(word, value);
  if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(word, -1);
}

/** Waits until all threads have arrived. Only a thread that has to wait reads the clock. */
export function barrier(thread: i32): void {
  const threads = load<i32>(THREADS);
  if (threads == 1) return;
  const generation = atomic.load<i32>(GENERATION);
  if (atomic.add<i32>(ARRIVED, 1) == threads - 1) {
    atomic.store<i32>(ARRIVED, 0);
    change(GENERATION, generation + 1);
  } else {
    const start = hostNow();
    waitWhile(GENERATION, generation);
    const waited = WAITED + ((<usize>thread) << 6);
    store<f64>(waited, load<f64>(waited) + hostNow() - start);
  }
  if (load<i32>(BROKEN)) unreachable();
}

/**
 * Starts the header's task on `threads` threads, including the caller. One word holds the numbers of the task and of
 * the threads.
 */
export function call(threads: i32): void {
  const number = (atomic.load<i32>(COMMAND) >> 6) + 1;
  change(COMMAND, ((number & 0xffffff) << 6) | threads);
}

/** Ends the other threads. */
export function dismiss(): void {
  change(COMMAND, QUIT);
}

/** Marks this thread as failed, so that the others do not wait for it. */
export function breakOff(): void {
  store<i32>(BROKEN, 1);
  change(GENERATION, atomic.load<i32>(GENERATION) + 1);
}

/** Waits for the next command after `last` and returns it. */
export function nextCommand(last: i32): i32 {
  waitWhile(COMMAND, last);
  return atomic.load<i32>(COMMAND);
}

/** Returns whether a command is for this thread. The header is not read, since it may already contain a later task. */
export function isCalled(thread: i32, command: i32): bool {
  return thread < (command & 63);
}
