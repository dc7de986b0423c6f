import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Lit, NetworkShape } from '../../src/protocol.js';
import { describe as describePlace, sentence } from '../../webview/diagram/describe.js';
import { excerptOf, layersDrawn, leftOutText } from '../../webview/diagram/excerpt.js';
import { heatPixels } from '../../webview/diagram/heat.js';
import { labelFraction } from '../../webview/diagram/labels.js';
import { layoutOf, type Layout } from '../../webview/diagram/layout.js';
import { modelOf, targetKey, type Model, type Target } from '../../webview/diagram/model.js';
import { pick } from '../../webview/diagram/pick.js';
import type { Scene } from '../../webview/diagram/picture.js';
import { lineWidth, signClass, weightScale } from '../../webview/diagram/scale.js';
import { walk, type Cursor } from '../../webview/diagram/walk.js';
import { big, deep, iris, irisSnapshot, worked } from './harness/scenarios.js';

function shapeOf(inputs: number, ...units: number[]): NetworkShape {
  const layers = units.map((count) => ({
    units: count,
    activation: 'relu',
    unitNames: Array.from({ length: count }, (_, index) => `h${index + 1}`),
    weightNames: null,
    biasNames: null,
  }));
  return { inputNames: Array.from({ length: inputs }, (_, index) => `x${index + 1}`), layers };
}

const model = (shape: NetworkShape | null): Model => modelOf(shape!, null);

describe('The columns of the diagram', () => {
  it('are headed by what they are', () => {
    const titles = model(iris().shape).columns.map(({ title, detail }) => `${title} · ${detail}`);
    assert.deepEqual(titles, ['inputs · 4', 'h · 16 relu', 'output · 3 softmax']);
  });

  it('of several hidden layers keep their numbers', () => {
    assert.deepEqual(
      model(deep().shape).columns.map(({ title }) => title),
      ['inputs', 'h1', 'h2', 'h3', 'h4', 'output'],
    );
  });

  it('become a strip above 32 units', () => {
    assert.deepEqual(
      model(shapeOf(32, 33, 3)).columns.map(({ drawn }) => drawn),
      [true, false, true],
    );
  });

  it('take the number of inputs from the snapshot while the data is not known', () => {
    const shape = { ...iris().shape!, inputNames: [] };
    assert.equal(modelOf(shape, null).columns[0].detail, '?');
    assert.equal(modelOf(shape, irisSnapshot(0)).columns[0].detail, '4');
  });
});

describe('A network too deep to draw whole', () => {
  const shape = shapeOf(2, ...Array<number>(999).fill(20), 1);
  const numbers = layersDrawn(1000);
  const scene = (lit: Lit[]): Scene => excerptOf({ shape, snapshot: null, progress: null, lit });
  const short = modelOf(scene([]).shape, null, numbers);

  it('is drawn by its first and its last layers, which keep their numbers', () => {
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 993, 994, 995, 996, 997, 998, 999, 1000]);
    assert.deepEqual(short.columns.map(({ layer }) => layer), [0, ...numbers]); // prettier-ignore
    const title = sentence(describePlace(short, null, { kind: 'unit', column: 10, unit: 3 }));
    assert.equal(title, 'h4, relu of layer 994');
  });

  it('says what is left out, and shows a gap there', () => {
    assert.equal(leftOutText(shape), 'The diagram and its values leave out layers 9 to 992 of 1,000.');
    const kinds = layoutOf(short, 2000).links.map(({ kind }) => kind);
    assert.deepEqual(kinds.map((kind, at) => (kind === 'cut' ? at : null)).filter((at) => at !== null), [8]); // prettier-ignore
  });

  it('gives the same shape for the same network, so that it is built once', () => {
    assert.equal(scene([]).shape, scene([]).shape);
  });

  it('highlights the drawn parts of a step', () => {
    const lit = (layer: number, input: number | null): Lit[] =>
      scene([{ layer, unit: 1, input, role: 'result' }]).lit.map((one) => one);
    assert.deepEqual([lit(0, null)[0].layer, lit(8, 3)[0].layer, lit(994, 3)[0].layer], [0, 8, 10]);
    assert.deepEqual([lit(500, null), lit(993, 3)], [[], []]);
    assert.equal(lit(993, null)[0].layer, 9);
  });

  it('leaves a network of sixteen layers whole', () => {
    const whole = shapeOf(2, ...Array<number>(16).fill(3));
    assert.equal(excerptOf({ shape: whole, snapshot: null, progress: null, lit: [] }).shape, whole);
    assert.equal(leftOutText(whole), null);
  });
});

describe('The layout of the diagram', () => {
  const shapes = fc.tuple(
    fc.integer({ min: 1, max: 60 }),
    fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
  );

  it('keeps every unit inside and separate from its neighbors, and columns from left to right', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer({ min: 280, max: 2000 }),
        fc.boolean(),
        fc.constantFrom(250, Infinity),
        ([inputs, units], width, pictured, tallest) => {
          const layout = layoutOf(model(shapeOf(inputs, ...units)), width, {
            tallest,
            stepping: false,
            pictured,
          });
          layout.columns.forEach((column, index) => {
            assert.ok(column.x - column.radius >= 0 && column.x + column.radius <= layout.width);
            assert.ok(column.top >= 0 && column.bottom <= layout.height);
            assert.ok(index === 0 || column.x > layout.columns[index - 1].x + column.radius);
            column.ys.forEach((y, unit) =>
              assert.ok(unit === 0 || y - column.ys[unit - 1] >= 2 * column.radius),
            );
          });
        },
      ),
    );
  });

  it('fits three columns into 288 px without scrolling', () => {
    for (const view of [iris(), worked(), big()])
      assert.equal(layoutOf(model(view.shape), 288).width, 288, view.name);
  });

  it('shows weights as lines between units, beside units as a block, and into a strip as a band', () => {
    const kinds = layoutOf(model(shapeOf(4, 8, 512, 10)), 900).links.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['lines', 'band', 'block']);
  });

  it('puts values beside units while there are about eight', () => {
    const valued = (count: number): boolean => layoutOf(model(shapeOf(2, count, 1)), 900).columns[1].valued;
    assert.deepEqual([2, 8, 16, 30].map(valued), [true, true, false, false]);
  });

  it('labels the weights of a small network if no two labels overlap', () => {
    const layout = layoutOf(model(worked().shape), 560);
    assert.equal(layout.links.length, 2);
    for (const [index, link] of layout.links.entries()) {
      assert.ok(link.kind === 'lines' && link.labelAt !== null);
      const [from, to] = [layout.columns[index], layout.columns[index + 1]];
      const at = link.labelAt;
      const heights = from.ys.flatMap((a) => to.ys.map((b) => a + (b - a) * at)).sort((a, b) => a - b);
      heights.forEach((height, place) => assert.ok(place === 0 || height - heights[place - 1] >= 15));
    }
  });

  it('omits labels that would overlap', () => {
    const crowded = Array.from({ length: 4 }, (_, index) => index * 20);
    assert.equal(labelFraction(crowded, crowded, 0), null);
  });
});

describe('Keys in the diagram', () => {
  const layout = layoutOf(model(iris().shape), 900);
  const map = { columns: model(iris().shape).columns, links: layout.links };
  const press = (...keys: string[]): string => {
    let cursor: Cursor | null = null;
    for (const key of keys) cursor = walk(map, cursor, key) ?? cursor;
    return cursor ? targetKey(cursor.target) : 'nowhere';
  };

  it('begin at the first input', () => {
    assert.equal(press('ArrowDown'), 'u0.0');
    assert.equal(press('Enter'), 'nowhere');
  });

  it('go from a unit over a weight to the next unit and back', () => {
    assert.equal(press('Home', 'ArrowRight'), 'w1.0.0');
    assert.equal(press('Home', 'ArrowRight', 'ArrowRight'), 'u1.0');
    assert.equal(press('Home', 'ArrowRight', 'ArrowLeft'), 'u0.0');
  });

  it('move along the weights of the unit they came from', () => {
    assert.equal(press('Home', 'ArrowRight', 'ArrowDown', 'ArrowDown'), 'w1.2.0');
    assert.equal(press('End', 'ArrowDown', 'ArrowLeft', 'ArrowDown'), 'w2.1.2');
  });

  it('stop at the edges', () => {
    assert.equal(press('Home', 'ArrowUp', 'ArrowLeft'), 'u0.0');
    assert.equal(press('End', ...Array<string>(9).fill('ArrowDown')), 'u2.2');
  });

  it('skip what is drawn as a whole', () => {
    const drawing = layoutOf(model(big().shape), 900);
    const large = { columns: model(big().shape).columns, links: drawing.links };
    const first = walk(large, null, 'Home');
    const second = walk(large, first, 'ArrowRight');
    const third = walk(large, second, 'ArrowRight');
    assert.deepEqual(
      [first, second, third].map((cursor) => targetKey(cursor!.target)),
      ['s0', 's1', 'u2.0'],
    );
  });

  it('reach every unit and every weight', () => {
    const seen = new Set<string>();
    const queue: (Cursor | null)[] = [null];
    while (queue.length > 0) {
      const cursor = queue.pop()!;
      for (const key of ['Home', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
        const next = walk(map, cursor, key);
        const place = next && targetKey(next.target) + next.along;
        if (!next || seen.has(place!)) continue;
        seen.add(place!);
        queue.push(next);
      }
    }
    const places = new Set([...seen].map((place) => place.replace(/into|outOf/, '')));
    assert.equal(places.size, 4 + 16 + 3 + 4 * 16 + 16 * 3);
  });
});

describe('The pointer in the diagram', () => {
  const layout: Layout = layoutOf(model(worked().shape), 560);
  const at = (x: number, y: number): string => {
    const target = pick(layout, x, y);
    return target ? targetKey(target) : 'nothing';
  };
  const [inputs, hidden] = layout.columns;

  it('finds each unit at its center', () => {
    layout.columns.forEach(({ x, ys }, column) =>
      ys.forEach((y, unit) => assert.equal(at(x, y), `u${column}.${unit}`)),
    );
  });

  it('finds the nearest weight along its line', () => {
    const along = (share: number): [number, number] => [
      inputs.x + (hidden.x - inputs.x) * share,
      inputs.ys[1] + (hidden.ys[0] - inputs.ys[1]) * share,
    ];
    assert.equal(at(...along(0.25)), 'w1.0.1');
    assert.equal(at(...along(0.7)), 'w1.0.1');
  });

  it('finds no weight that is farther away than a fingertip', () => {
    const [x, y] = [inputs.x + (hidden.x - inputs.x) * 0.5, inputs.ys[0]];
    assert.equal(at(x, y - 4), 'w1.0.0');
    assert.equal(at(x, y - 8), 'nothing');
  });

  it('finds nothing in empty space', () => {
    assert.equal(at(2, 2), 'nothing');
    assert.equal(at((inputs.x + hidden.x) / 2, layout.height - 4), 'nothing');
  });
});

describe('The description of a place in the diagram', () => {
  const say = (target: Target): string =>
    sentence(describePlace(model(worked().shape), worked().snapshot, target));

  it('names a unit with its output, bias and incoming weights', () => {
    assert.equal(
      say({ kind: 'unit', column: 1, unit: 0 }),
      'h1, sigmoid of layer 1, output 0.593270, b1, shared by the layer 0.350000, w1 0.150000, w2 0.200000',
    );
  });

  it('gives the target of an output', () => {
    assert.match(
      say({ kind: 'unit', column: 2, unit: 1 }),
      /^o2, sigmoid of layer 2, output 0\.772928, target 0\.990000/,
    );
  });

  it('names a weight and its ends', () => {
    assert.equal(
      say({ kind: 'weight', column: 2, unit: 0, input: 1 }),
      'Weight w6, from, to h2 → o1, value 0.450000, its input 0.596884',
    );
  });

  it('gives the number of units and the range of the weights of a strip', () => {
    const text = sentence(describePlace(model(big().shape), big().snapshot, { kind: 'strip', column: 1 }));
    assert.match(text, /^h: 512 units, weights 512 × 784, from −0\.4100, to 0\.3800/);
  });

  it('has no number before one is known', () => {
    const text = sentence(describePlace(model(worked().shape), null, { kind: 'unit', column: 1, unit: 0 }));
    assert.equal(text, 'h1, sigmoid of layer 1');
  });
});

describe('Width and color in the diagram', () => {
  it('grow with the size of the weight up to a round number', () => {
    assert.equal(weightScale(worked().snapshot), 1);
    assert.equal(lineWidth(1, 1), 6);
    assert.ok(lineWidth(0.2, 1) < lineWidth(-0.4, 1));
  });

  it('stay within bounds for any weight', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true }),
        (value) => lineWidth(value, 2) >= 0.5 && lineWidth(value, 2) <= 6,
      ),
    );
  });

  it('distinguish the signs and unknown values', () => {
    assert.deepEqual([0.1, -0.1, NaN].map(signClass), ['positive', 'negative', 'unknown']);
  });

  it('in a heat map are color and opacity', () => {
    const pixels = heatPixels({ rows: 1, columns: 3, values: [1, -0.5, NaN] }, 1, [1, 2, 3], [4, 5, 6]);
    assert.deepEqual(Array.from(pixels), [1, 2, 3, 255, 4, 5, 6, 128, 1, 2, 3, 0]);
  });
});
