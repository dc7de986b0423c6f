import { PANEL, TILE_ROWS } from './tile';

/** Returns the number of panels that hold `count` columns. */
export function panelsOf<T>(count: i32): i32 {
  return (count + <i32>PANEL<T>() - 1) / <i32>PANEL<T>();
}

/** Returns the number of rows of the next tile, chosen so that the fewest single rows remain. */
export function rowsOfTile(left: i32): i32 {
  if (TILE_ROWS == 6 && left >= 6 && left != 8 && left != 9) return 6;
  return left >= 4 ? 4 : 1;
}

/**
 * Copies rows `from..to` of Δ, [rows][units], into panels of units. The last panel is padded with zeros.
 */
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
 * Copies inputs `from..to` of W from panels of units into panels of inputs, each as long as those of W are wide. `from`
 * is the first input of a panel. Padding after the last input of W is copied to the padding of the result.
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
          transposeSquare<T>(
            source + row * width + column * sizeof<T>(),
            place + column * width + row * sizeof<T>(),
            width,
          );
      source += <usize>inputs * width;
      place += square;
    }
  }
}

/** Transposes one square of a vector's lanes. */
function transposeSquare<T>(from: usize, to: usize, row: usize): void {
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
