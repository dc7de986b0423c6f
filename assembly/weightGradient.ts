import { rowsOfTile } from './panels';
import { DESCEND, PANEL, STORE, TILE_ROWS } from './tile';
import { interleavedTile } from './tileOfRows';

/** The number of bytes of X's columns that stay in a core's cache while Δ is read once. */
const STRIP_BYTES: usize = 65536;
/** The number of rows from which on columns of X are copied first, since their pages would exceed the TLB of a core. */
const WORTH_COPYING: i32 = 192;

/**
 * Computes inputs `from..to` of Xᵀ Δ panel by panel. The sums are stored as the gradient (from zero, or added to what
 * is already there) or subtracted from the weights at once. `packed` is a buffer for columns of X.
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
  const isCopied = rows >= WORTH_COPYING;
  const strip = <i32>max<usize>(4 * TILE_ROWS, STRIP_BYTES / (<usize>rows * sizeof<T>()));
  for (let first = from; first < to; first += strip) {
    const last = min(to, first + strip);
    if (isCopied) copyColumns<T>(x, xRow, rows, first, last, packed);
    let b = delta;
    let panelOfC = c;
    for (let panel = 0; panel < panels; panel++) {
      let a = packed;
      for (let input = first; input < last;) {
        const count = rowsOfTile(last - input);
        const piece = <usize>count * sizeof<T>();
        const place = panelOfC + <usize>input * width;
        const source = isCopied ? a : x + <usize>input * sizeof<T>();
        const step = isCopied ? piece : xRow;
        // Each mode has a call of its own: with a mode chosen inside the tile, V8 splits its 256-bit vectors in the loop.
        if (mode == DESCEND)
          interleavedTile<T>(count, source, step, rows, b, start, 0, place, width, DESCEND, rate, sums);
        else
          interleavedTile<T>(
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

/** Copies columns `from..to` of X tile by tile: the pieces of all its rows, one after the other. */
function copyColumns<T>(x: usize, xRow: usize, rows: i32, from: i32, to: i32, place: usize): void {
  for (let column = from; column < to;) {
    const count = rowsOfTile(to - column);
    const piece = <usize>count * sizeof<T>();
    let source = x + <usize>column * sizeof<T>();
    for (const end = place + piece * rows; place < end; place += piece) {
      // The next piece overwrites the excess of the last vector, and there is room after the last piece.
      for (let i: usize = 0; i < piece; i += 16) v128.store(place + i, v128.load(source + i));
      source += xRow;
    }
    column += count;
  }
}
