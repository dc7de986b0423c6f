import { differentiate, multiply } from './activate';
import { hostBackward, hostLoss } from './host';
import {
  BY_HOST,
  CAPACITY,
  DIFFERENCE,
  GATHERED_TARGETS,
  LAYERS,
  LOSS,
  LOSS_COLUMNS,
  LOSS_FACTOR,
  LOWEST,
  L_BACKWARD,
  L_DELTA,
  L_DELTA_PANELS,
  L_INPUTS,
  L_MASK,
  L_OUTPUTS,
  L_PASSED,
  L_PITCH,
  L_TRAINED,
  L_TRANSPOSED,
  L_UNITS,
  ORDER,
  SCRATCH,
  SCRATCH_SIZE,
  SOFTMAX_CROSS_ENTROPY,
  TARGETS,
  ZEROS,
} from './layout';
import { pack, panelsOf } from './panels';
import { product } from './product';
import { int, packedOf, pointer, tableOf } from './tables';
import { PANEL, STORE } from './tile';

/** Computes ∂E/∂net of all trained layers for this thread's rows `from..to`, from the last layer down to the lowest trained one. */
export function backwardRows<T>(start: i32, from: i32, to: i32, batchRows: i32, thread: i32): void {
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

/** Computes the gradient of the batch's loss with respect to the last layer's outputs, or its net inputs where loss and activation are fused. */
function lossGradient<T>(start: i32, from: i32, to: i32, batchRows: i32): void {
  const kind = load<i32>(LOSS);
  const last = tableOf(load<i32>(LAYERS) - 1);
  const columns = int(last, L_UNITS);
  const row = <usize>columns * sizeof<T>();
  const areInOrder = load<i32>(TARGETS) != 0 && load<i32>(ORDER) == 0;
  const targets = areInOrder
    ? <usize>load<i32>(TARGETS) + <usize>start * row
    : <usize>load<i32>(GATHERED_TARGETS);
  const averaged = load<f64>(LOSS_COLUMNS);
  const mean: f64 = averaged == 0 ? 1 : 1 / (<f64>batchRows * averaged);
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
