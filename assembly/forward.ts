import { activate, multiply, softmax } from './activate';
import { hostForward } from './host';
import {
  BY_HOST,
  IDENTITY,
  LAYERS,
  L_BIAS,
  L_FORWARD,
  L_INPUTS,
  L_MASK,
  L_NETS,
  L_OUTPUTS,
  L_PASSED,
  L_PITCH,
  L_UNITS,
  L_WEIGHTS,
  RELU,
  SCRATCH,
  SCRATCH_SIZE,
  SOFTMAX,
  TABLES,
  ZEROS,
} from './layout';
import { product } from './product';
import { int, packedOf, pointer, tableOf } from './tables';
import { PANEL, STORE, STORE_RELU } from './tile';

/** Computes the outputs of all layers for this thread's rows `from..to` of a chunk whose inputs begin at `x`. */
export function forwardRows<T>(x: usize, from: i32, to: i32, thread: i32, isTraining: bool): void {
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
