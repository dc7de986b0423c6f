import assert from 'node:assert/strict';
import fc from 'fast-check';
import { frameOf, ticksOf, toCells, toPixel, toPlane } from '../../webview/contour/frame.js';
import { isoline, levelsOf, valueAt } from '../../webview/contour/isolines.js';
import { surface } from './harness/scenarios.js';

describe('The contour of a function', () => {
  it('lies where the function has the value of the level', () => {
    const frame = frameOf(surface, 600, 400);
    const segments = isoline(surface, 40);
    assert.ok(segments.length > 50);
    for (const [cx, cy] of segments) {
      const x = surface.xMin + (cx / (surface.columns - 1)) * (surface.xMax - surface.xMin);
      const y = surface.yMin + (cy / (surface.rows - 1)) * (surface.yMax - surface.yMin);
      assert.ok(Math.abs(x * x + 10 * y * y - 40) < 0.3, `f(${x}, ${y})`);
      assert.ok(Math.abs(valueAt(surface, ...toCells(frame, x, y)) - 40) < 1e-6);
    }
  });

  it('closes around a valley: every end meets another', () => {
    const ends = new Map<string, number>();
    for (const [x1, y1, x2, y2] of isoline(surface, 40)) {
      for (const end of [`${x1.toFixed(6)},${y1.toFixed(6)}`, `${x2.toFixed(6)},${y2.toFixed(6)}`]) {
        ends.set(end, (ends.get(end) ?? 0) + 1);
      }
    }
    assert.ok(ends.size > 50);
    assert.ok([...ends.values()].every((count) => count === 2));
  });

  it('decides a saddle by the mean of its corners', () => {
    const grid = (values: number[]): { columns: number; rows: number; values: Float64Array } => ({
      columns: 2,
      rows: 2,
      values: Float64Array.from(values),
    });
    assert.equal(isoline(grid([1, 0, 0, 1]), 0.4).length, 2);
    const [[x1, y1, x2, y2]] = isoline(grid([1, 0, 0, 1]), 0.4);
    // The high corners are joined, so the first line cuts off the lower right corner.
    assert.deepEqual([y1, x2], [0, 1]);
    assert.ok(x1 > 0.5 && y2 < 0.5);
  });

  it('has no line where the function is not finite', () => {
    const values = Float64Array.of(0, 1, NaN, 1);
    assert.deepEqual(isoline({ columns: 2, rows: 2, values }, 0.5), []);
  });

  it('has levels with equal areas between them', () => {
    const levels = levelsOf(surface.values, 14);
    assert.equal(levels.length, 14);
    assert.ok(levels.every((level, index) => index === 0 || level > levels[index - 1]));
    assert.deepEqual(levelsOf(Float64Array.of(2, 2, 2), 14), []);
  });
});

describe('The frame of the contour', () => {
  it('maps a point of the plane to a pixel and back', () => {
    const frame = frameOf(surface, 640, 420);
    fc.assert(
      fc.property(
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: -4, max: 4, noNaN: true }),
        (x, y) => {
          const [bx, by] = toPlane(frame, ...toPixel(frame, x, y));
          assert.ok(Math.abs(bx - x) < 1e-9 && Math.abs(by - y) < 1e-9);
        },
      ),
    );
  });

  it('has y pointing up', () => {
    const frame = frameOf(surface, 640, 420);
    assert.ok(toPixel(frame, 0, 4)[1] < toPixel(frame, 0, -4)[1]);
  });

  it('has round ticks within its ends', () => {
    assert.deepEqual(ticksOf(-10, 10), [-10, -5, 0, 5, 10]);
    assert.deepEqual(
      ticksOf(0.05, 0.95).map((tick) => Number(tick.toFixed(9))),
      [0.2, 0.4, 0.6, 0.8],
    );
  });
});
