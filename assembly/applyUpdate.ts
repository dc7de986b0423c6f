import {
  CLIP,
  CLIPPED,
  GRADIENT_SCALE,
  LAYERS,
  L_BIAS,
  L_BIAS_GRADIENT,
  L_BIAS_SLOT,
  L_BIAS_SLOT2,
  L_GRADIENT,
  L_INPUTS,
  L_SHARED_BIAS,
  L_UNITS,
  L_WEIGHTS,
  L_WEIGHT_SLOT,
  L_WEIGHT_SLOT2,
  PENALIZED,
  THREADS,
} from './layout';
import { panelsOf } from './panels';
import { int, pointer, share, tableOf } from './tables';
import { PANEL } from './tile';
import { penalize, update } from './update';

/** Updates this thread's share of a layer's parameters by one step of the optimizer. */
export function applyUpdate<T>(table: usize, rates: usize, sums: usize, thread: i32): void {
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
  // Each thread updates the parameters whose gradients it has summed, since there is no barrier in between.
  for (let panel = thread; panel < panels; panel += load<i32>(THREADS)) {
    const at = <usize>panel * width;
    update<T>(bias + at, biasGradient + at, slot + at, slot2 + at, width, rates, sums);
  }
}

/**
 * Sets the scale min(1, max / (norm + 10⁻⁶)) of all gradients, the penalty of weights included: tensor by tensor, unit
 * by unit.
 */
export function clipGradients<T>(): void {
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
  // An infinite norm would scale the gradients to 0 and hide the overflow.
  const scale = squares < Infinity ? min<f64>(1, load<f64>(CLIP) / (Math.sqrt(squares) + 1e-6)) : NaN;
  store<f64>(GRADIENT_SCALE, scale);
}
