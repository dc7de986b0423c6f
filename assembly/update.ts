import {
  ADAGRAD,
  ADAM,
  BETA1,
  BETA2,
  EPSILON,
  GRADIENT_SCALE,
  L1,
  L2,
  MOMENTUM,
  NESTEROV,
  OPTIMIZER,
  RMSPROP,
  WEIGHT_DECAY,
} from './layout';

function constant<T>(address: usize): v128 {
  return v128.splat<T>(<T>load<f64>(address));
}

/** Adds the penalty's gradient, l1 sign(w) + l2 w, to g for `bytes` bytes of a tensor. */
export function penalize<T>(w: usize, g: usize, bytes: usize): void {
  const l1 = constant<T>(L1);
  const l2 = constant<T>(L2);
  const zero = v128.splat<T>(<T>0);
  const one = v128.splat<T>(<T>1);
  for (const end = w + bytes; w < end; w += 16, g += 16) {
    const weight = v128.load(w);
    const above = v128.and(v128.gt<T>(weight, zero), one);
    const below = v128.and(v128.lt<T>(weight, zero), one);
    const penalty = v128.add<T>(v128.mul<T>(l1, v128.sub<T>(above, below)), v128.mul<T>(l2, weight));
    v128.store(g, v128.add<T>(v128.load(g), penalty));
  }
}

/**
 * Takes one step of the optimizer for `bytes` bytes of a tensor, with the formulas of src/engine/training/optimizers.ts. `rates`
 * holds the learning rate, Adam's corrected rate, its correction, and the factor that weight decay leaves of a weight.
 * Zero times every new value is added to `sums`.
 */
export function update<T>(
  w: usize,
  g: usize,
  slot: usize,
  slot2: usize,
  bytes: usize,
  rates: usize,
  sums: usize,
): void {
  const optimizer = load<i32>(OPTIMIZER);
  const learningRate = constant<T>(rates);
  const scale = constant<T>(GRADIENT_SCALE);
  const decay = constant<T>(WEIGHT_DECAY);
  const zero = v128.splat<T>(<T>0);
  const momentum = constant<T>(MOMENTUM);
  const hasMomentum = load<f64>(MOMENTUM) != 0;
  const isNesterov = load<f64>(NESTEROV) != 0;
  const beta1 = constant<T>(BETA1);
  const beta2 = constant<T>(BETA2);
  const rest1 = v128.splat<T>(<T>(1 - load<f64>(BETA1)));
  const rest2 = v128.splat<T>(<T>(1 - load<f64>(BETA2)));
  const epsilon = constant<T>(EPSILON);
  const rate = constant<T>(rates + 8);
  const correction = constant<T>(rates + 16);
  const kept = constant<T>(rates + 24);
  let check = v128.load(sums);
  for (const end = w + bytes; w < end;) {
    const weight = v128.load(w);
    const gradient = v128.add<T>(v128.mul<T>(scale, v128.load(g)), v128.mul<T>(decay, weight));
    let value: v128;
    if (optimizer == ADAM) {
      const m = v128.add<T>(v128.mul<T>(beta1, v128.load(slot)), v128.mul<T>(rest1, gradient));
      const v = v128.add<T>(
        v128.mul<T>(beta2, v128.load(slot2)),
        v128.mul<T>(v128.mul<T>(rest2, gradient), gradient),
      );
      v128.store(slot, m);
      v128.store(slot2, v);
      const root = v128.add<T>(v128.div<T>(v128.sqrt<T>(v), correction), epsilon);
      value = v128.sub<T>(v128.mul<T>(kept, weight), v128.div<T>(v128.mul<T>(rate, m), root));
    } else if (optimizer == ADAGRAD) {
      const s = v128.add<T>(v128.load(slot), v128.mul<T>(gradient, gradient));
      v128.store(slot, s);
      const root = v128.add<T>(v128.sqrt<T>(s), epsilon);
      value = v128.sub<T>(weight, v128.div<T>(v128.mul<T>(learningRate, gradient), root));
    } else {
      let d = gradient;
      if (optimizer == RMSPROP) {
        const s = v128.add<T>(
          v128.mul<T>(beta2, v128.load(slot)),
          v128.mul<T>(v128.mul<T>(rest2, gradient), gradient),
        );
        v128.store(slot, s);
        d = v128.div<T>(gradient, v128.add<T>(v128.sqrt<T>(s), epsilon));
        if (hasMomentum) {
          d = v128.add<T>(d, v128.mul<T>(momentum, v128.load(slot2)));
          v128.store(slot2, d);
        }
      } else if (hasMomentum) {
        const b = v128.add<T>(v128.mul<T>(momentum, v128.load(slot)), d);
        v128.store(slot, b);
        d = isNesterov ? v128.add<T>(d, v128.mul<T>(momentum, b)) : b;
      }
      value = v128.sub<T>(weight, v128.mul<T>(learningRate, d));
    }
    v128.store(w, value);
    check = v128.add<T>(check, v128.mul<T>(value, zero));
    w += 16;
    g += 16;
    slot += 16;
    slot2 += 16;
  }
  v128.store(sums, check);
}
