import { applyUpdate, clipGradients } from './applyUpdate';
import {
  CAPACITY,
  CLIPPED,
  FLAGS,
  FUSED,
  LAYERS,
  L_BIAS,
  L_BIAS_GRADIENT,
  L_DELTA,
  L_DELTA_PANELS,
  L_GRADIENT,
  L_INPUTS,
  L_MASK,
  L_OUTPUTS,
  L_PASSED,
  L_PITCH,
  L_SHARED_BIAS,
  L_TRAINED,
  L_TRANSPOSED,
  L_UNITS,
  L_WEIGHTS,
  SUMS,
  TABLES,
  THREADS,
  ZEROS,
} from './layout';
import { panelsOf, transpose } from './panels';
import { int, packedOf, pointer, share, tableOf } from './tables';
import { barrier } from './threads';
import { DESCEND, PANEL, STORE } from './tile';
import { weightGradient } from './weightGradient';

/** Adds the chunk's part to the gradients of all parameters and, after the last chunk of a batch, updates the parameters. */
export function accumulateGradients<T>(
  x: usize,
  rows: i32,
  isFirst: i32,
  isLast: i32,
  rates: i32,
  thread: i32,
): void {
  const layers = load<i32>(LAYERS);
  const sums = SUMS + ((<usize>thread) << 7);
  const rate = sums + 64;
  memory.fill(sums, 0, 64);
  v128.store(rate, v128.splat<T>(<T>load<f64>(<usize>rates)));
  const isFused = load<i32>(FUSED);
  let a = x;
  let aRow = <usize>int(TABLES, L_INPUTS) * sizeof<T>();
  for (let layer = 0; layer < layers; layer++) {
    const table = tableOf(layer);
    const mask = pointer(table, L_MASK);
    if (int(table, L_TRAINED)) accumulateLayer<T>(table, a, aRow, rows, isFirst, isFused, rate, sums, thread);
    a = mask ? pointer(table, L_PASSED) : pointer(table, L_OUTPUTS);
    aRow = <usize>int(table, L_PITCH) * sizeof<T>();
  }
  if (!isFused && isLast) {
    if (load<i32>(CLIPPED)) {
      barrier(thread);
      if (thread == 0) clipGradients<T>();
      barrier(thread);
    }
    for (let layer = 0; layer < layers; layer++) applyUpdate<T>(tableOf(layer), <usize>rates, sums, thread);
  }
  if (isLast) {
    for (let layer = 0; layer < layers; layer++) {
      const table = tableOf(layer);
      const transposed = pointer(table, L_TRANSPOSED);
      if (transposed == 0 || !pointer(table, L_GRADIENT)) continue;
      const inputs = int(table, L_INPUTS);
      const from = share(inputs, <i32>PANEL<T>(), thread);
      const to = share(inputs, <i32>PANEL<T>(), thread + 1);
      transpose<T>(pointer(table, L_WEIGHTS), inputs, int(table, L_UNITS), from, to, transposed);
    }
  }
  const low = v128.add<T>(v128.load(sums), v128.load(sums, 16));
  const check = v128.add<T>(low, v128.add<T>(v128.load(sums, 32), v128.load(sums, 48)));
  const flag = v128.any_true(v128.ne<T>(check, check)) ? 1 : 0;
  store<i32>(FLAGS + ((<usize>thread) << 6), flag);
}

/** Adds the chunk's part to the gradients of one layer. */
function accumulateLayer<T>(
  table: usize,
  a: usize,
  aRow: usize,
  rows: i32,
  isFirst: i32,
  isFused: i32,
  rate: usize,
  sums: usize,
  thread: i32,
): void {
  const inputs = int(table, L_INPUTS);
  const units = int(table, L_UNITS);
  const width = PANEL<T>() * sizeof<T>();
  const panels = panelsOf<T>(units);
  const panelSize = <usize>load<i32>(CAPACITY) * width;
  const delta = pointer(table, L_DELTA_PANELS);
  const from = share(inputs, <i32>PANEL<T>(), thread);
  const to = share(inputs, <i32>PANEL<T>(), thread + 1);
  const gradient = pointer(table, L_GRADIENT);
  if (gradient) {
    const place = isFused ? pointer(table, L_WEIGHTS) : gradient;
    const start = isFirst ? ZEROS : gradient;
    weightGradient<T>(
      a,
      aRow,
      inputs,
      rows,
      from,
      to,
      delta,
      panelSize,
      panels,
      start,
      place,
      isFused ? DESCEND : STORE,
      rate,
      sums,
      packedOf(thread),
    );
  }
  const biasGradient = pointer(table, L_BIAS_GRADIENT);
  if (!biasGradient) return;
  if (pointer(table, L_SHARED_BIAS)) {
    if (thread == 0) accumulateSharedBias<T>(table, rows, units, isFirst, biasGradient);
    return;
  }
  for (let panel = thread; panel < panels; panel += load<i32>(THREADS)) {
    const at = <usize>panel * width;
    const rowsOf = delta + <usize>panel * panelSize;
    const place = isFused ? pointer(table, L_BIAS) + at : biasGradient + at;
    for (let i: usize = 0; i < width; i += 16) {
      let sum = isFirst ? v128.splat<T>(<T>0) : v128.load(biasGradient + at + i);
      let d = rowsOf + i;
      for (let r = 0; r < rows; r++) {
        sum = v128.add<T>(sum, v128.load(d));
        d += width;
      }
      if (isFused) {
        const value = v128.sub<T>(v128.load(place + i), v128.mul<T>(v128.load(rate), sum));
        sum = value;
        v128.store(sums, v128.add<T>(v128.load(sums), v128.mul<T>(value, v128.splat<T>(<T>0))));
      }
      v128.store(place + i, sum);
    }
  }
}

/** Adds the chunk's part to the gradient of a bias that all units share: row by row, and in each row unit by unit. */
function accumulateSharedBias<T>(
  table: usize,
  rows: i32,
  units: i32,
  isFirst: i32,
  biasGradient: usize,
): void {
  let sum = isFirst ? <T>0 : load<T>(biasGradient);
  let delta = pointer(table, L_DELTA);
  const row = <usize>int(table, L_PITCH) * sizeof<T>();
  for (; rows > 0; rows--) {
    for (let unit = 0; unit < units; unit++) sum += load<T>(delta + <usize>unit * sizeof<T>());
    delta += row;
  }
  store<T>(biasGradient, sum);
}
