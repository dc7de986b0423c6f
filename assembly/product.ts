import { PACKED_BYTES } from './layout';
import { panelsOf, rowsOfTile } from './panels';
import { PANEL, TILE_ROWS } from './tile';
import { interleavedTile, rowTile } from './tileOfRows';

/** The number of panels above which interleaving the rows of A saves more time than it takes. */
const WORTH_INTERLEAVING: i32 = 2;

/**
 * Computes C = A B + start for `rows` rows. A and C are [rows][...], B consists of panels of [steps][PANEL]. `start` is
 * a row as long as all panels together, or zeros with `startPanel` 0. Each sum begins with its start and adds the steps
 * in their order. `packed` is a buffer for rows of A.
 */
export function product<T>(
  a: usize,
  aRow: usize,
  rows: i32,
  steps: i32,
  b: usize,
  bPanel: usize,
  columns: i32,
  start: usize,
  startPanel: usize,
  c: usize,
  cRow: usize,
  mode: i32,
  scratch: usize,
  packed: usize,
): void {
  const block = <i32>max<usize>(TILE_ROWS, PACKED_BYTES / (<usize>steps * sizeof<T>()));
  const width = PANEL<T>() * sizeof<T>();
  const isPacked = panelsOf<T>(columns) > WORTH_INTERLEAVING;
  for (let first = 0; first < rows; first += block) {
    const end = min(rows, first + block);
    if (isPacked) interleave<T>(a, aRow, first, end, steps, packed);
    let bOfPanel = b;
    let startOfPanel = start;
    let cOfPanel = c;
    for (let left = columns; left > 0; left -= <i32>PANEL<T>()) {
      const isWhole = left >= <i32>PANEL<T>();
      let place = packed;
      for (let row = first; row < end;) {
        const count = rowsOfTile(end - row);
        const target = cOfPanel + <usize>row * cRow;
        const to = isWhole ? target : scratch;
        const toRow = isWhole ? cRow : width;
        if (isPacked) {
          const step = <usize>count * sizeof<T>();
          interleavedTile<T>(count, place, step, steps, bOfPanel, startOfPanel, 0, to, toRow, mode, 0, 0);
          place += step * steps;
        } else {
          const entries = a + <usize>row * aRow;
          rowTile<T>(count, entries, aRow, steps, bOfPanel, startOfPanel, 0, to, toRow, mode);
        }
        if (!isWhole) copyValid<T>(scratch, width, target, cRow, count, left);
        row += count;
      }
      bOfPanel += bPanel;
      startOfPanel += startPanel;
      cOfPanel += width;
    }
  }
}

/** Copies rows `from..to` of A tile by tile, with the entries of each step side by side. */
function interleave<T>(a: usize, aRow: usize, from: i32, to: i32, steps: i32, place: usize): void {
  for (let row = from; row < to;) {
    const count = rowsOfTile(to - row);
    const step = <usize>count * sizeof<T>();
    const source = a + <usize>row * aRow;
    if (count == 1) memory.copy(place, source, <usize>steps * sizeof<T>());
    else {
      for (let pair: usize = 0; pair < <usize>count; pair += 2)
        interleavePair<T>(source + pair * aRow, aRow, steps, place + pair * sizeof<T>(), step);
    }
    place += step * steps;
    row += count;
  }
}

/** Interleaves two rows of A: writes pairs of entries that are `step` bytes apart. */
function interleavePair<T>(a: usize, aRow: usize, steps: i32, place: usize, step: usize): void {
  let left = steps;
  for (; left >= <i32>(16 / sizeof<T>()); left -= 16 / sizeof<T>()) {
    const one = v128.load(a);
    const other = v128.load(a + aRow);
    if (sizeof<T>() == 4) {
      const low = i32x4.shuffle(one, other, 0, 4, 1, 5);
      const high = i32x4.shuffle(one, other, 2, 6, 3, 7);
      v128.store_lane<u64>(place, low, 0);
      v128.store_lane<u64>(place + step, low, 1);
      v128.store_lane<u64>(place + 2 * step, high, 0);
      v128.store_lane<u64>(place + 3 * step, high, 1);
      place += 4 * step;
    } else {
      v128.store(place, i64x2.shuffle(one, other, 0, 2));
      v128.store(place + step, i64x2.shuffle(one, other, 1, 3));
      place += 2 * step;
    }
    a += 16;
  }
  for (; left > 0; left--) {
    store<T>(place, load<T>(a));
    store<T>(place + sizeof<T>(), load<T>(a + aRow));
    place += step;
    a += sizeof<T>();
  }
}

/** Copies the first `columns` columns of a tile that a panel's end cuts off. */
function copyValid<T>(from: usize, fromRow: usize, to: usize, toRow: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--) {
    for (let c = 0; c < columns; c++)
      store<T>(to + <usize>c * sizeof<T>(), load<T>(from + <usize>c * sizeof<T>()));
    from += fromRow;
    to += toRow;
  }
}
