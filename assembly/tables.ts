import { PACKED, PACKED_SIZE, SHARES, TABLES, TABLE_SIZE } from './layout';

/** Returns the address of a layer's table. */
export function tableOf(layer: i32): usize {
  return TABLES + <usize>layer * TABLE_SIZE;
}

/** Returns an integer field of a table. */
export function int(table: usize, field: usize): i32 {
  return load<i32>(table + field);
}

/** Returns an address field of a table. */
export function pointer(table: usize, field: usize): usize {
  return <usize>load<i32>(table + field);
}

/** Returns the address of this thread's buffer for reordered rows. */
export function packedOf(thread: i32): usize {
  return pointer(PACKED, 0) + <usize>thread * pointer(PACKED_SIZE, 0);
}

/** Returns the index at which a thread's share of `count` items begins, a multiple of `unit`. */
export function share(count: i32, unit: i32, thread: i32): i32 {
  const units = <f64>((count + unit - 1) / unit);
  return min(count, <i32>nearest<f64>(units * load<f64>(SHARES + ((<usize>thread) << 3))) * unit);
}
