import { PANEL, tile, TILE_ROWS } from './tiles';

/** Bytes of rows, and of a strip of their columns, that stay in a core's cache while the other factor goes by. */
const CACHED: usize = 524288;
const CACHED_STRIP: usize = 65536;

/** What becomes of a tile's sums. */
export const STORE: i32 = 0;
/** relu of them */
export const STORE_RELU: i32 = 1;
/** w − η times them */
export const DESCEND: i32 = 2;

/** The rows the next tile takes: the numbers that leave the fewest single rows. */
export function rowsOfTile(left: i32): i32 {
  if (TILE_ROWS == 6 && left >= 6 && left != 8 && left != 9) return 6;
  return left >= 4 ? 4 : 1;
}

/**
 * C = A B + start for `rows` rows; A and C are [rows][...], B is panels of [steps][PANEL]. `start` is a row of the length
 * of all panels, or 0-filled memory with `startPanel` 0. Each sum goes from its start through the steps in their order.
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
): void {
  const block = <i32>max<usize>(TILE_ROWS, CACHED / (<usize>steps * sizeof<T>()));
  for (let row = 0; row < rows; row += block) {
    productOfBlock<T>(
      a + <usize>row * aRow,
      aRow,
      min(block, rows - row),
      steps,
      b,
      bPanel,
      columns,
      start,
      startPanel,
      c + <usize>row * cRow,
      cRow,
      mode,
      scratch,
    );
  }
}

function productOfBlock<T>(
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
): void {
  const width = PANEL<T>() * sizeof<T>();
  for (let column = 0; column < columns; column += <i32>PANEL<T>()) {
    const valid = min(columns - column, <i32>PANEL<T>());
    for (let row = 0; row < rows;) {
      const count = rowsOfTile(rows - row);
      const from = a + <usize>row * aRow;
      const to = c + <usize>row * cRow;
      if (valid == <i32>PANEL<T>()) {
        tile<T>(count, from, aRow, sizeof<T>(), steps, b, start, 0, to, cRow, mode, 0, 0);
      } else {
        tile<T>(count, from, aRow, sizeof<T>(), steps, b, start, 0, scratch, width, mode, 0, 0);
        copyValid<T>(scratch, width, to, cRow, count, valid);
      }
      row += count;
    }
    b += bPanel;
    start += startPanel;
    c += width;
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
 * weights.
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
): void {
  const width = PANEL<T>() * sizeof<T>();
  const cPanel = <usize>inputs * width;
  const adds = start == c;
  const strip = <i32>max<usize>(4 * TILE_ROWS, CACHED_STRIP / (<usize>rows * sizeof<T>()));
  for (let first = from; first < to; first += strip) {
    const last = min(to, first + strip);
    let b = delta;
    let panelOfC = c;
    for (let panel = 0; panel < panels; panel++) {
      for (let input = first; input < last;) {
        const count = rowsOfTile(last - input);
        const place = panelOfC + <usize>input * width;
        tile<T>(
          count,
          x + <usize>input * sizeof<T>(),
          sizeof<T>(),
          xRow,
          rows,
          b,
          adds ? place : start,
          adds ? width : 0,
          place,
          width,
          mode,
          rate,
          sums,
        );
        input += count;
      }
      b += deltaPanel;
      panelOfC += cPanel;
    }
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

/** Inputs `from..to` of W, which is panels of units, into panels of inputs; `from` is a panel's first. */
export function transpose<T>(
  weights: usize,
  inputs: i32,
  units: i32,
  from: i32,
  to: i32,
  transposed: usize,
): void {
  const width = PANEL<T>() * sizeof<T>();
  const panelSize = <usize>inputs * width;
  for (let input = from; input < to; input += <i32>PANEL<T>()) {
    const valid = min(to - input, <i32>PANEL<T>());
    const panel = transposed + <usize>(input / <i32>PANEL<T>()) * <usize>units * width;
    for (let unit = 0; unit < units; unit++) {
      let source =
        weights +
        <usize>(unit / <i32>PANEL<T>()) * panelSize +
        <usize>input * width +
        <usize>(unit % <i32>PANEL<T>()) * sizeof<T>();
      const place = panel + <usize>unit * width;
      for (let i = 0; i < valid; i++) {
        store<T>(place + <usize>i * sizeof<T>(), load<T>(source));
        source += width;
      }
    }
  }
}
