import fc from 'fast-check';
import type { ConfigChange } from '../../../src/config/edits/configChange.js';
import { generatorNames } from '../../../src/config/spec.js';
import { activationNames, lossNames } from '../../../src/engine/model/spec.js';

const index = fc.integer({ min: 0, max: 2 });
const strength = fc.constantFrom(0, 0.001, 0.1);
/** Generates changes, most of which fit the examples. */
export const changes: fc.Arbitrary<ConfigChange> = fc.oneof(
  fc.record({ type: fc.constant('addLayer' as const), before: index }),
  fc.record({ type: fc.constant('removeLayer' as const), layer: index }),
  fc.record({ type: fc.constant('units' as const), layer: index, by: fc.constantFrom(1 as const, -1 as const) }),
  fc.record({ type: fc.constant('activation' as const), layer: index, activation: fc.constantFrom(...activationNames) }),
  fc.record({
    type: fc.constant('unitName' as const),
    layer: fc.option(index),
    unit: index,
    names: fc.array(fc.constantFrom('a', 'größe', '"quoted"', 'x, y'), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ type: fc.constant('generator' as const), generator: fc.constantFrom(...generatorNames) }),
  fc.record({ type: fc.constantFrom('samples' as const, 'epochs' as const), value: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ type: fc.constant('seed' as const), value: fc.integer({ min: 0, max: 1e9 }) }),
  fc.record({ type: fc.constantFrom('noise' as const, 'validationSplit' as const), value: fc.constantFrom(0, 0.05, 0.5) }),
  fc.record({ type: fc.constant('learningRate' as const), value: fc.double({ min: 1e-6, max: 10, noNaN: true }) }),
  fc.record({ type: fc.constant('batchSize' as const), value: fc.option(fc.integer({ min: 1, max: 64 })) }),
  fc.record({ type: fc.constant('regularization' as const), l1: strength, l2: strength }),
  fc.record({ type: fc.constant('derived' as const), formula: fc.constantFrom('x^2', 'x * y', 'sin(`x`)'), isOn: fc.boolean() }),
  fc.record({ type: fc.constant('loss' as const), loss: fc.constantFrom(...lossNames) }),
); // prettier-ignore
