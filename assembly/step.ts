import { activate, differentiate, multiply, softmax } from './activate';
import { DESCEND, pack, panelsOf, product, STORE, STORE_RELU, transpose, weightGradient } from './gemm';
import { hostBackward, hostForward, hostLoss, hostPrepare } from './host';
import {
  BATCH_ROWS,
  BATCH_SIZE,
  BY_HOST,
  CAPACITY,
  CHUNK_ROWS,
  CHUNK_START,
  CLIP,
  CLIPPED,
  COUNT,
  DIFFERENCE,
  DONE,
  FIRST,
  FLAGS,
  FORWARD,
  FUSED,
  GATHERED_INPUTS,
  GATHERED_TARGETS,
  GRADIENT_SCALE,
  IDENTITY,
  INPUTS,
  IS_FIRST,
  IS_LAST,
  L_BACKWARD,
  L_BIAS,
  L_BIAS_GRADIENT,
  L_BIAS_SLOT,
  L_BIAS_SLOT2,
  L_DELTA,
  L_DELTA_PANELS,
  L_FORWARD,
  L_GRADIENT,
  L_INPUTS,
  L_MASK,
  L_NETS,
  L_OUTPUTS,
  L_PASSED,
  L_PITCH,
  L_SHARED_BIAS,
  L_TRAINED,
  L_TRANSPOSED,
  L_UNITS,
  L_WEIGHTS,
  L_WEIGHT_SLOT,
  L_WEIGHT_SLOT2,
  LAYERS,
  LOSS,
  LOSS_COLUMNS,
  LOSS_FACTOR,
  LOWEST,
  ORDER,
  PACKED,
  PACKED_SIZE,
  PENALIZED,
  PREPARED,
  RATES,
  RELU,
  ROWS,
  SCRATCH,
  SCRATCH_SIZE,
  SHARES,
  SOFTMAX,
  SOFTMAX_CROSS_ENTROPY,
  SUMS,
  TABLES,
  TABLE_SIZE,
  TARGETS,
  TASK,
  THREADS,
  TRAIN,
  ZEROS,
} from './layout';
import { barrier } from './threads';
import { PANEL } from './tiles';
import { penalize, update } from './update';

function tableOf(layer: i32): usize {
  return TABLES + <usize>layer * TABLE_SIZE;
}

function int(table: usize, field: usize): i32 {
  return load<i32>(table + field);
}

function pointer(table: usize, field: usize): usize {
  return <usize>load<i32>(table + field);
}

/** This thread's room for rows in another order. */
function packedOf(thread: i32): usize {
  return pointer(PACKED, 0) + <usize>thread * pointer(PACKED_SIZE, 0);
}

/** This thread's part of `count` things that go by `unit`: the first of it, or of the next thread's. */
function share(count: i32, unit: i32, thread: i32): i32 {
  const units = <f64>((count + unit - 1) / unit);
  return min(count, <i32>nearest<f64>(units * load<f64>(SHARES + ((<usize>thread) << 3))) * unit);
}

/** What the header asks for, this thread's part of it. */
export function execute<T>(thread: i32): void {
  const task = load<i32>(TASK);
  if (task == TRAIN) trainBatches<T>(thread);
  else if (task == FORWARD) {
    const rows = load<i32>(CHUNK_ROWS);
    const start = load<i32>(CHUNK_START);
    const x = placeRows<T>(thread, start, rows);
    goForward<T>(x, share(rows, 2, thread), share(rows, 2, thread + 1), thread, false);
    barrier(thread);
  } else {
    const rows = load<i32>(CHUNK_ROWS);
    const start = load<i32>(CHUNK_START);
    chunk<T>(thread, start, rows, load<i32>(BATCH_ROWS), load<i32>(IS_FIRST), load<i32>(IS_LAST), 0);
    if (thread == 0) store<i32>(DONE, load<i32>(IS_LAST) && isFinite<T>() ? 1 : 0);
  }
}

/** Whole batches, as long as everything stays finite. */
function trainBatches<T>(thread: i32): void {
  const rows = load<i32>(ROWS);
  const size = load<i32>(BATCH_SIZE);
  const count = load<i32>(COUNT);
  let start = load<i32>(FIRST) * size;
  for (let batch = 0; batch < count; batch++) {
    if (start >= rows) start = 0;
    const length = min(size, rows - start);
    chunk<T>(thread, start, length, length, 1, 1, batch);
    if (!isFinite<T>()) {
      if (thread == 0) store<i32>(DONE, batch);
      return;
    }
    start += length;
  }
  if (thread == 0) store<i32>(DONE, count);
}

/** No thread has found a parameter that is not. */
function isFinite<T>(): bool {
  const threads = load<i32>(THREADS);
  for (let t = 0; t < threads; t++) if (load<i32>(FLAGS + ((<usize>t) << 6)) != 0) return false;
  return true;
}

/** Rows of a batch, there and back; with the batch's last rows the parameters change. */
function chunk<T>(
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
  goForward<T>(x, from, to, thread, true);
  goBack<T>(start, from, to, batchRows, thread);
  barrier(thread);
  collect<T>(x, rows, isFirst, isLast, load<i32>(RATES) + (batch << 5), thread);
  barrier(thread);
}

/** Where the chunk's inputs stand; puts them there if they stand elsewhere. */
function placeRows<T>(thread: i32, start: i32, rows: i32): usize {
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
  // The gradient of the weights takes everybody's rows; by then there has been a barrier.
  return place;
}

function goForward<T>(x: usize, from: i32, to: i32, thread: i32, isTraining: bool): void {
  const layers = load<i32>(LAYERS);
  const scratch = SCRATCH + <usize>thread * SCRATCH_SIZE;
  const packed = packedOf(thread);
  const rows = to - from;
  if (rows <= 0) return;
  let a = x;
  let inputRow = <usize>int(TABLES, L_INPUTS) * sizeof<T>();
  for (let layer = 0; layer < layers; layer++) {
    const table = tableOf(layer);
    const inputs = int(table, L_INPUTS);
    const units = int(table, L_UNITS);
    const kind = int(table, L_FORWARD);
    const bias = pointer(table, L_BIAS);
    const pitch = int(table, L_PITCH);
    const row = <usize>pitch * sizeof<T>();
    const nets = pointer(table, L_NETS) + <usize>from * row;
    const outputs = pointer(table, L_OUTPUTS) + <usize>from * row;
    const width = PANEL<T>() * sizeof<T>();
    const isFused = kind == RELU && nets == outputs;
    product<T>(
      a + <usize>from * inputRow,
      inputRow,
      rows,
      inputs,
      pointer(table, L_WEIGHTS),
      <usize>inputs * width,
      units,
      bias ? bias : ZEROS,
      bias ? width : 0,
      nets,
      row,
      isFused ? STORE_RELU : STORE,
      scratch,
      packed,
    );
    if (kind == BY_HOST) hostForward(layer, from, to);
    else if (kind == SOFTMAX) softmax(nets, outputs, rows, units, scratch);
    else if (!isFused) {
      if (kind == IDENTITY && nets != outputs) memory.copy(outputs, nets, <usize>rows * row);
      else activate<T>(kind, nets, outputs, rows * pitch, scratch);
    }
    a = pointer(table, L_OUTPUTS);
    inputRow = row;
    const mask = pointer(table, L_MASK);
    if (mask != 0 && isTraining) {
      a = pointer(table, L_PASSED);
      const at = <usize>from * row;
      multiply<T>(outputs, mask + at, a + at, rows * units);
    }
  }
}

function goBack<T>(start: i32, from: i32, to: i32, batchRows: i32, thread: i32): void {
  const scratch = SCRATCH + <usize>thread * SCRATCH_SIZE;
  const packed = packedOf(thread);
  const rows = to - from;
  if (rows <= 0) return;
  const lowest = load<i32>(LOWEST);
  lossGradient<T>(start, from, to, batchRows);
  for (let layer = load<i32>(LAYERS) - 1; layer >= lowest; layer--) {
    const table = tableOf(layer);
    const inputs = int(table, L_INPUTS);
    const units = int(table, L_UNITS);
    const pitch = int(table, L_PITCH);
    const row = <usize>pitch * sizeof<T>();
    const at = <usize>from * row;
    const width = PANEL<T>() * sizeof<T>();
    const delta = pointer(table, L_DELTA);
    const mask = pointer(table, L_MASK);
    const kind = int(table, L_BACKWARD);
    if (mask) multiply<T>(delta + at, mask + at, delta + at, rows * units);
    if (kind == BY_HOST) hostBackward(layer, from, to);
    else differentiate<T>(kind, pointer(table, L_OUTPUTS) + at, delta + at, rows * pitch, scratch);
    if (int(table, L_TRAINED)) {
      const panelSize = <usize>load<i32>(CAPACITY) * width;
      pack<T>(delta, row, units, from, to, pointer(table, L_DELTA_PANELS), panelSize);
    }
    if (layer == lowest) break;
    const lower = tableOf(layer - 1);
    const beforeRow = <usize>int(lower, L_PITCH) * sizeof<T>();
    const before = pointer(lower, L_DELTA) + <usize>from * beforeRow;
    product<T>(
      delta + at,
      row,
      rows,
      units,
      pointer(table, L_TRANSPOSED),
      <usize>panelsOf<T>(units) * PANEL<T>() * width,
      inputs,
      ZEROS,
      0,
      before,
      beforeRow,
      STORE,
      scratch,
      packed,
    );
  }
}

/** The gradient of the batch's loss with respect to the last outputs, or nets. */
function lossGradient<T>(start: i32, from: i32, to: i32, batchRows: i32): void {
  const kind = load<i32>(LOSS);
  const last = tableOf(load<i32>(LAYERS) - 1);
  const columns = int(last, L_UNITS);
  const row = <usize>columns * sizeof<T>();
  const stands = load<i32>(TARGETS) != 0 && load<i32>(ORDER) == 0;
  const targets = stands
    ? <usize>load<i32>(TARGETS) + <usize>start * row
    : <usize>load<i32>(GATHERED_TARGETS);
  const mean: f64 = 1 / (<f64>batchRows * load<f64>(LOSS_COLUMNS));
  if (kind != DIFFERENCE && kind != SOFTMAX_CROSS_ENTROPY) {
    hostLoss(from, to, mean, targets);
    return;
  }
  const scale = <T>(load<f64>(LOSS_FACTOR) * mean);
  const first = <usize>from * row;
  let t = targets + first;
  let y = pointer(last, L_PASSED) + first;
  let g = pointer(last, L_DELTA) + first;
  for (let r = from; r < to; r++) {
    let total = <T>1;
    if (kind == SOFTMAX_CROSS_ENTROPY) {
      total = <T>0;
      for (let c: usize = 0; c < row; c += sizeof<T>()) total += load<T>(t + c);
    }
    for (let c: usize = 0; c < row; c += sizeof<T>())
      store<T>(g + c, scale * (load<T>(y + c) * total - load<T>(t + c)));
    t += row;
    y += row;
    g += row;
  }
}

/** The parameters' gradients over the chunk, and after the last one the step. */
function collect<T>(x: usize, rows: i32, isFirst: i32, isLast: i32, rates: i32, thread: i32): void {
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
    if (int(table, L_TRAINED)) collectLayer<T>(table, a, aRow, rows, isFirst, isFused, rate, sums, thread);
    a = mask ? pointer(table, L_PASSED) : pointer(table, L_OUTPUTS);
    aRow = <usize>int(table, L_PITCH) * sizeof<T>();
  }
  if (!isFused && isLast) {
    if (load<i32>(CLIPPED)) {
      barrier(thread);
      if (thread == 0) clip<T>();
      barrier(thread);
    }
    for (let layer = 0; layer < layers; layer++) updateLayer<T>(tableOf(layer), <usize>rates, sums, thread);
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

function collectLayer<T>(
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
    if (thread == 0) sharedGradient<T>(table, rows, units, isFirst, biasGradient);
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

/** Over rows, and in each over units. */
function sharedGradient<T>(table: usize, rows: i32, units: i32, isFirst: i32, biasGradient: usize): void {
  let sum = isFirst ? <T>0 : load<T>(biasGradient);
  let delta = pointer(table, L_DELTA);
  const row = <usize>int(table, L_PITCH) * sizeof<T>();
  for (; rows > 0; rows--) {
    for (let unit = 0; unit < units; unit++) sum += load<T>(delta + <usize>unit * sizeof<T>());
    delta += row;
  }
  store<T>(biasGradient, sum);
}

/** Every tensor of this thread's part takes its step. */
function updateLayer<T>(table: usize, rates: usize, sums: usize, thread: i32): void {
  const inputs = int(table, L_INPUTS);
  const panels = panelsOf<T>(int(table, L_UNITS));
  const width = PANEL<T>() * sizeof<T>();
  const from = <usize>share(inputs, <i32>PANEL<T>(), thread);
  const bytes = (<usize>share(inputs, <i32>PANEL<T>(), thread + 1) - from) * width;
  const gradient = pointer(table, L_GRADIENT);
  if (gradient) {
    for (let panel = 0; panel < panels; panel++) {
      const at = (<usize>panel * <usize>inputs + from) * width;
      const w = pointer(table, L_WEIGHTS) + at;
      if (load<i32>(PENALIZED) && !load<i32>(CLIPPED)) penalize<T>(w, gradient + at, bytes);
      update<T>(
        w,
        gradient + at,
        pointer(table, L_WEIGHT_SLOT) + at,
        pointer(table, L_WEIGHT_SLOT2) + at,
        bytes,
        rates,
        sums,
      );
    }
  }
  const biasGradient = pointer(table, L_BIAS_GRADIENT);
  if (!biasGradient) return;
  const bias = pointer(table, L_BIAS);
  const slot = pointer(table, L_BIAS_SLOT);
  const slot2 = pointer(table, L_BIAS_SLOT2);
  const shared = pointer(table, L_SHARED_BIAS);
  if (shared) {
    if (thread != 0) return;
    update<T>(shared, biasGradient, slot, slot2, width, rates, sums);
    const all = <usize>panels * width;
    for (let i: usize = 0; i < all; i += sizeof<T>()) store<T>(bias + i, load<T>(shared));
    return;
  }
  // Each thread those whose gradient it has summed: nobody has waited for the others.
  for (let panel = thread; panel < panels; panel += load<i32>(THREADS)) {
    const at = <usize>panel * width;
    update<T>(bias + at, biasGradient + at, slot + at, slot2 + at, width, rates, sums);
  }
}

/** min(1, max / (norm + 10⁻⁶)) of all gradients, weights with their penalty; tensor by tensor, unit by unit. */
function clip<T>(): void {
  const layers = load<i32>(LAYERS);
  let squares: f64 = 0;
  for (let layer = 0; layer < layers; layer++) {
    const table = tableOf(layer);
    const inputs = int(table, L_INPUTS);
    const units = int(table, L_UNITS);
    const width = PANEL<T>() * sizeof<T>();
    const gradient = pointer(table, L_GRADIENT);
    if (gradient) {
      if (load<i32>(PENALIZED))
        penalize<T>(pointer(table, L_WEIGHTS), gradient, <usize>panelsOf<T>(units) * <usize>inputs * width);
      for (let unit = 0; unit < units; unit++) {
        const panel = <usize>(unit / <i32>PANEL<T>()) * <usize>inputs * width;
        let g = gradient + panel + <usize>(unit % <i32>PANEL<T>()) * sizeof<T>();
        for (let input = 0; input < inputs; input++) {
          const value = <f64>load<T>(g);
          squares += value * value;
          g += width;
        }
      }
    }
    const biasGradient = pointer(table, L_BIAS_GRADIENT);
    if (!biasGradient) continue;
    const count = pointer(table, L_SHARED_BIAS) ? 1 : units;
    for (let unit = 0; unit < count; unit++) {
      const value = <f64>load<T>(biasGradient + <usize>unit * sizeof<T>());
      squares += value * value;
    }
  }
  // An infinite norm would scale the gradients to 0 and hide what happened.
  const scale = squares < Infinity ? min<f64>(1, load<f64>(CLIP) / (Math.sqrt(squares) + 1e-6)) : NaN;
  store<f64>(GRADIENT_SCALE, scale);
}
