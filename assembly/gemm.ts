import { PACKED_BYTES } from './layout';
import { along, apart, PANEL, TILE_ROWS } from './tiles';

/** Bytes of columns of X that stay in a core's cache while Δ goes by. */
const STRIP_BYTES: usize = 65536;
/** More panels than these, and it pays to have the entries of a step side by side. */
const WORTH_PACKING: i32 = 2;
/** Rows from which on their columns are cut out: a core knows the addresses of only so many pages at once. */
const WORTH_CUTTING: i32 = 192;

/** What becomes of a tile's sums. */
export const STORE: i32 = 0;
/** relu of them */
export const STORE_RELU: i32 = 1;
/** w − η times them */
export const DESCEND: i32 = 2;

/** That hold so many columns. */
export function panelsOf<T>(count: i32): i32 {
  return (count + <i32>PANEL<T>() - 1) / <i32>PANEL<T>();
}

/** The rows the next tile takes: the numbers that leave the fewest single rows. */
export function rowsOfTile(left: i32): i32 {
  if (TILE_ROWS == 6 && left >= 6 && left != 8 && left != 9) return 6;
  return left >= 4 ? 4 : 1;
}

/**
 * C = A B + start for `rows` rows; A and C are [rows][...], B is panels of [steps][PANEL]. `start` is a row of the length
 * of all panels, or 0-filled memory with `startPanel` 0. Each sum goes from its start through the steps in their order.
 * `packed`: room for rows of A.
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
  const isPacked = panelsOf<T>(columns) > WORTH_PACKING;
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
          along<T>(count, place, step, steps, bOfPanel, startOfPanel, 0, to, toRow, mode, 0, 0);
          place += step * steps;
        } else {
          apart<T>(
            count,
            a + <usize>row * aRow,
            aRow,
            steps,
            bOfPanel,
            startOfPanel,
            0,
            to,
            toRow,
            mode,
            0,
            0,
          );
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

/** Rows `from..to` of A by tiles; within one, the entries of a step side by side. */
function interleave<T>(a: usize, aRow: usize, from: i32, to: i32, steps: i32, place: usize): void {
  for (let row = from; row < to;) {
    const count = rowsOfTile(to - row);
    const step = <usize>count * sizeof<T>();
    const source = a + <usize>row * aRow;
    if (count == 1) memory.copy(place, source, <usize>steps * sizeof<T>());
    else {
      for (let pair: usize = 0; pair < <usize>count; pair += 2)
        zip<T>(source + pair * aRow, aRow, steps, place + pair * sizeof<T>(), step);
    }
    place += step * steps;
    row += count;
  }
}

/** Two rows of A to pairs, `step` bytes apart. */
function zip<T>(a: usize, aRow: usize, steps: i32, place: usize, step: usize): void {
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

function copyValid<T>(from: usize, fromRow: usize, to: usize, toRow: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--) {
    for (let c = 0; c < columns; c++)
      store<T>(to + <usize>c * sizeof<T>(), load<T>(from + <usize>c * sizeof<T>()));
    from += fromRow;
    to += toRow;
  }
}

/**
 * Inputs `from..to` of Xᵀ Δ by panels: into the gradient (from 0, or added to what stands there), or at once into the
 * weights. `packed`: room for columns of X.
 */
export function weightGradient<T>(
  x: usize,
  xRow: usize,
  inputs: i32,
  rows: i32,
  from: i32,
  to: i32,
  delta: usize,
  deltaPanel: usize,
  panels: i32,
  start: usize,
  c: usize,
  mode: i32,
  rate: usize,
  sums: usize,
  packed: usize,
): void {
  const width = PANEL<T>() * sizeof<T>();
  const cPanel = <usize>inputs * width;
  const adds = start == c;
  const isPacked = rows >= WORTH_CUTTING;
  const strip = <i32>max<usize>(4 * TILE_ROWS, STRIP_BYTES / (<usize>rows * sizeof<T>()));
  for (let first = from; first < to; first += strip) {
    const last = min(to, first + strip);
    if (isPacked) cut<T>(x, xRow, rows, first, last, packed);
    let b = delta;
    let panelOfC = c;
    for (let panel = 0; panel < panels; panel++) {
      let a = packed;
      for (let input = first; input < last;) {
        const count = rowsOfTile(last - input);
        const piece = <usize>count * sizeof<T>();
        const place = panelOfC + <usize>input * width;
        const source = isPacked ? a : x + <usize>input * sizeof<T>();
        const step = isPacked ? piece : xRow;
        // Each with an end of its own: where ends are chosen in the tile, V8 takes its long vectors apart in the loop.
        if (mode == DESCEND)
          along<T>(count, source, step, rows, b, start, 0, place, width, DESCEND, rate, sums);
        else
          along<T>(
            count,
            source,
            step,
            rows,
            b,
            adds ? place : start,
            adds ? width : 0,
            place,
            width,
            STORE,
            0,
            0,
          );
        input += count;
        a += piece * rows;
      }
      b += deltaPanel;
      panelOfC += cPanel;
    }
  }
}

/** Columns `from..to` of X by tiles: pieces of all its rows, one after the other. */
function cut<T>(x: usize, xRow: usize, rows: i32, from: i32, to: i32, place: usize): void {
  for (let column = from; column < to;) {
    const count = rowsOfTile(to - column);
    const piece = <usize>count * sizeof<T>();
    let source = x + <usize>column * sizeof<T>();
    for (const end = place + piece * rows; place < end; place += piece) {
      // The next piece comes over what is too much of a vector; there is room after the last.
      for (let i: usize = 0; i < piece; i += 16) v128.store(place + i, v128.load(source + i));
      source += xRow;
    }
    column += count;
  }
}

/** Puts rows `from..to` of Δ [rows][units] into panels, the last one filled up with zeros. */
export function pack<T>(
  delta: usize,
  row: usize,
  units: i32,
  from: i32,
  to: i32,
  panels: usize,
  panelSize: usize,
): void {
  const width = PANEL<T>() * sizeof<T>();
  for (let unit = 0; unit < units; unit += <i32>PANEL<T>()) {
    const valid = <usize>min(units - unit, <i32>PANEL<T>()) * sizeof<T>();
    let source = delta + <usize>from * row + <usize>unit * sizeof<T>();
    let place = panels + <usize>from * width;
    for (let r = from; r < to; r++) {
      if (valid == width)
        for (let i: usize = 0; i < width; i += 16) v128.store(place + i, v128.load(source + i));
      else {
        for (let i = valid; i < width; i += sizeof<T>()) store<T>(place + i, <T>0);
        for (let i: usize = 0; i < valid; i += sizeof<T>()) store<T>(place + i, load<T>(source + i));
      }
      source += row;
      place += width;
    }
    panels += panelSize;
  }
}

/**
 * Inputs `from..to` of W, which is panels of units, into panels of inputs, each as long as W's are wide; `from` is a
 * panel's first. What is beyond the last input comes to stand beyond it there.
 */
export function transpose<T>(
  weights: usize,
  inputs: i32,
  units: i32,
  from: i32,
  to: i32,
  transposed: usize,
): void {
  const width = PANEL<T>() * sizeof<T>();
  const lanes: usize = 16 / sizeof<T>();
  const square = PANEL<T>() * width;
  const panels = panelsOf<T>(units);
  for (let input = from; input < to; input += <i32>PANEL<T>()) {
    let source = weights + <usize>input * width;
    let place = transposed + <usize>(input / <i32>PANEL<T>()) * panels * square;
    for (let panel = 0; panel < panels; panel++) {
      for (let row: usize = 0; row < PANEL<T>(); row += lanes)
        for (let column: usize = 0; column < PANEL<T>(); column += lanes)
          flip<T>(
            source + row * width + column * sizeof<T>(),
            place + column * width + row * sizeof<T>(),
            width,
          );
      source += <usize>inputs * width;
      place += square;
    }
  }
}

/** As many rows as a vector has lanes to columns. */
function flip<T>(from: usize, to: usize, row: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + row);
  if (sizeof<T>() == 8) {
    v128.store(to, i64x2.shuffle(r0, r1, 0, 2));
    v128.store(to + row, i64x2.shuffle(r0, r1, 1, 3));
    return;
  }
  const r2 = v128.load(from + 2 * row);
  const r3 = v128.load(from + 3 * row);
  const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(to + row, i64x2.shuffle(low01, low23, 1, 3));
  v128.store(to + 2 * row, i64x2.shuffle(high01, high23, 0, 2));
  v128.store(to + 3 * row, i64x2.shuffle(high01, high23, 1, 3));
}
