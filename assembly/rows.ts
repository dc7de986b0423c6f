import { hostPrepare } from './host';
import {
  GATHERED_INPUTS,
  GATHERED_TARGETS,
  INPUTS,
  LAYERS,
  L_INPUTS,
  L_UNITS,
  ORDER,
  PREPARED,
  TABLES,
  TARGETS,
} from './layout';
import { int, share, tableOf } from './tables';
import { barrier } from './threads';

/** Returns the address of the chunk's inputs. Inputs and targets outside this memory are copied into it first. */
export function placeRows<T>(thread: i32, start: i32, rows: i32): usize {
  const width = <usize>int(TABLES, L_INPUTS) * sizeof<T>();
  if (load<i32>(PREPARED)) {
    if (thread == 0) hostPrepare(start, rows);
    barrier(thread);
  }
  const source = <usize>load<i32>(INPUTS);
  if (source == 0) return <usize>load<i32>(GATHERED_INPUTS);
  const order = <usize>load<i32>(ORDER);
  if (order == 0) return source + <usize>start * width;
  const place = <usize>load<i32>(GATHERED_INPUTS);
  const from = share(rows, 2, thread);
  const to = share(rows, 2, thread + 1);
  const tables = tableOf(load<i32>(LAYERS) - 1);
  const targetWidth = <usize>int(tables, L_UNITS) * sizeof<T>();
  const targets = <usize>load<i32>(TARGETS);
  const targetPlace = <usize>load<i32>(GATHERED_TARGETS);
  for (let row = from; row < to; row++) {
    const at = <usize>load<i32>(order + ((<usize>(start + row)) << 2));
    memory.copy(place + <usize>row * width, source + at * width, width);
    memory.copy(targetPlace + <usize>row * targetWidth, targets + at * targetWidth, targetWidth);
  }
  // The gradient of the weights reads the rows of all threads, but there is a barrier before it.
  return place;
}
