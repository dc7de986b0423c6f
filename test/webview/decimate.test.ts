import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decimate, niceCeiling } from '../../webview/decimate.js';

const epochs = (length: number): Float64Array => Float64Array.from({ length }, (_, index) => index);

describe('A long line for few pixels', () => {
  it('is left as it is while there are no more points than pixels', () => {
    const ys = Float64Array.of(3, 1, 2);
    assert.deepEqual(decimate(epochs(3), ys, 100), [
      { x: 0, y: 3 },
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ]);
  });

  it('keeps its ends, its lowest and its highest point, in order, with at most four points a pixel', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), {
      minLength: 1,
      maxLength: 3000,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 300 }), (ys, pixels) => {
        const points = decimate(epochs(ys.length), Float64Array.from(ys), pixels);
        const shown = points.map(({ y }) => y);
        assert.deepEqual([points[0].x, points.at(-1)!.x], [0, ys.length - 1]);
        assert.deepEqual([Math.min(...shown), Math.max(...shown)], [Math.min(...ys), Math.max(...ys)]);
        assert.ok(points.every((point, index) => index === 0 || point.x > points[index - 1].x));
        assert.ok(points.every(({ x, y }) => ys[x] === y));
        assert.ok(points.length <= 4 * (pixels + 1));
      }),
    );
  });

  it('shows a single spike among 100,000 epochs', () => {
    const ys = new Float64Array(100_000).fill(1);
    ys[61_803] = 42;
    const points = decimate(epochs(100_000), ys, 500);
    assert.ok(points.some(({ x, y }) => x === 61_803 && y === 42));
    assert.ok(points.length <= 2004, `${points.length} points`);
  });

  it('leaves out what is not finite and what a logarithmic axis cannot show', () => {
    const ys = Float64Array.of(1, NaN, 0, -2, Infinity, 3);
    assert.deepEqual(
      decimate(epochs(6), ys, 100, (y) => y > 0).map(({ y }) => y),
      [1, 3],
    );
    assert.deepEqual(decimate(new Float64Array(), new Float64Array(), 100), []);
  });
});

describe('The end of an axis', () => {
  it('is the next of 1, 2, 5, 10', () => {
    assert.deepEqual(
      [0, 0.3, 1, 1.01, 3, 7, 128, 500, 0.0021].map(niceCeiling),
      [1, 0.5, 1, 2, 5, 10, 200, 500, 0.005],
    );
  });
});
