import { accumulateGradients } from './accumulate';
import { backwardRows } from './backward';
import { forwardRows } from './forward';
import {
  BATCH_ROWS,
  BATCH_SIZE,
  CHUNK_ROWS,
  CHUNK_START,
  COUNT,
  DONE,
  FIRST,
  FLAGS,
  FORWARD,
  IS_FIRST,
  IS_LAST,
  RATES,
  ROWS,
  TASK,
  THREADS,
  TRAIN,
} from './layout';
import { placeRows } from './rows';
import { share } from './tables';
import { barrier } from './threads';

/** Executes this thread's share of the task that the header describes. */
export function execute<T>(thread: i32): void {
  const task = load<i32>(TASK);
  if (task == TRAIN) trainBatches<T>(thread);
  else if (task == FORWARD) {
    const rows = load<i32>(CHUNK_ROWS);
    const start = load<i32>(CHUNK_START);
    const x = placeRows<T>(thread, start, rows);
    forwardRows<T>(x, share(rows, 2, thread), share(rows, 2, thread + 1), thread, false);
    barrier(thread);
  } else {
    const rows = load<i32>(CHUNK_ROWS);
    const start = load<i32>(CHUNK_START);
    processChunk<T>(thread, start, rows, load<i32>(BATCH_ROWS), load<i32>(IS_FIRST), load<i32>(IS_LAST), 0);
    if (thread == 0) store<i32>(DONE, load<i32>(IS_LAST) && isFinite<T>() ? 1 : 0);
  }
}

/** Trains whole batches as long as all parameters stay finite. */
function trainBatches<T>(thread: i32): void {
  const rows = load<i32>(ROWS);
  const size = load<i32>(BATCH_SIZE);
  const count = load<i32>(COUNT);
  let start = load<i32>(FIRST) * size;
  for (let batch = 0; batch < count; batch++) {
    if (start >= rows) start = 0;
    const length = min(size, rows - start);
    processChunk<T>(thread, start, length, length, 1, 1, batch);
    if (!isFinite<T>()) {
      if (thread == 0) store<i32>(DONE, batch);
      return;
    }
    start += length;
  }
  if (thread == 0) store<i32>(DONE, count);
}

/** Returns whether no thread has found a parameter that is not finite. */
function isFinite<T>(): bool {
  const threads = load<i32>(THREADS);
  for (let t = 0; t < threads; t++) if (load<i32>(FLAGS + ((<usize>t) << 6)) != 0) return false;
  return true;
}

/** Takes rows of a batch forward and backward; with the batch's last rows the parameters are updated. */
function processChunk<T>(
  thread: i32,
  start: i32,
  rows: i32,
  batchRows: i32,
  isFirst: i32,
  isLast: i32,
  batch: i32,
): void {
  const x = placeRows<T>(thread, start, rows);
  const from = share(rows, 2, thread);
  const to = share(rows, 2, thread + 1);
  forwardRows<T>(x, from, to, thread, true);
  backwardRows<T>(start, from, to, batchRows, thread);
  barrier(thread);
  accumulateGradients<T>(x, rows, isFirst, isLast, load<i32>(RATES) + (batch << 5), thread);
  barrier(thread);
}
