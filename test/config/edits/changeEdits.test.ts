import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createScanner } from 'jsonc-parser';
import { changeEdits } from '../../../src/config/edits/changeEdits.js';
import type { ConfigChange } from '../../../src/config/edits/configChange.js';
import { withEdits } from '../../../src/config/edits/textEdits.js';
import type { generatorNames } from '../../../src/config/spec.js';
import { type NetworkConfig } from '../../../src/config/spec.js';
import type { LayerSpec } from '../../../src/engine/model/spec.js';
import { configText, parse } from '../support.js';
import { changes } from './changes.js';

const layouts: readonly string[] = [
  configText({ layers: '[\n    // inputs\n    { "units": 3 }, // hidden\n\n    { "units": 1, "activation": "sigmoid" } // output\n  ]' }),
  configText({ layers: '[{"activation":"relu","units":3},{"units":2},{"units":1}]', training: '{}' }),
  configText({
    layers: '[{\n\t"units": 3, // three\n\t"activation": "tanh"\n}, /* last */ {\n\t"units": 1,\n}, ]',
    training: '{ // why\n    "regularization": { "l1": 0.5 /* much */ }, // here\n    "batchSize": 2 /* small */\n  }',
  }).replaceAll('\n', '\r\n'),
  configText({
    layers: '[{ "units": 4 }, { "units": 3, "activation": "softmax" }]',
    loss: '"crossEntropy"',
    data: '{\n    // arms\n    "generator": "spiral" // three of them\n  }',
    gradientCheck: '{ "exclude": [{ "layer": 1, "unit": 3 }] }',
  }),
]; // prettier-ignore

const texts = [
  ...readdirSync('examples')
    .filter((name) => name.endsWith('.backprop.json'))
    .map((name) => readFileSync(`examples/${name}`, 'utf8'))
    .filter((text) => !text.includes('"function"')),
  ...layouts,
];

async function changed(text: string, change: ConfigChange): Promise<string> {
  const result = await changeEdits(text, await parse(text), change);
  assert.ok('edits' in result, 'reason' in result ? result.reason : '');
  assert.ok(result.edits.length <= 1);
  return withEdits(text, result.edits);
}

async function refused(text: string, change: ConfigChange): Promise<string> {
  const result = await changeEdits(text, await parse(text), change);
  assert.ok('reason' in result, JSON.stringify(result));
  return result.reason;
}

async function specOf(text: string): Promise<NetworkConfig> {
  const { spec, problems } = await parse(text);
  assert.ok(spec?.kind === 'network', JSON.stringify(problems));
  return spec;
}

/** Returns the comments of a text in its order. */
function commentsOf(text: string): string[] {
  const scanner = createScanner(text);
  const found: string[] = [];
  while (scanner.getTokenOffset() < text.length) {
    scanner.scan();
    const token = text.slice(scanner.getTokenOffset()).slice(0, scanner.getTokenLength());
    if (token.startsWith('/')) found.push(token);
  }
  return found;
}

/** Returns the expected effect of a change on the numbers and names of a config. */
function expected(config: NetworkConfig, change: ConfigChange): object {
  const now = summary(config);
  const { layers, data } = now;
  switch (change.type) {
    case 'addLayer': {
      const hidden = layers[Math.max(0, change.before - 1)];
      const added = layers.length === 1 ? { units: 4, activation: 'tanh' } : hidden;
      return { ...now, layers: layers.toSpliced(change.before, 0, added) };
    }
    case 'removeLayer':
      return { ...now, layers: layers.toSpliced(change.layer, 1) };
    case 'units': {
      const { units, activation } = layers[change.layer];
      return { ...now, layers: layers.with(change.layer, { units: units + change.by, activation }) };
    }
    case 'activation':
      return {
        ...now,
        layers: layers.with(change.layer, { ...layers[change.layer], activation: change.activation }),
      };
    case 'unitName':
      return now;
    case 'samples':
    case 'noise':
    case 'validationSplit':
      return { ...now, data: { ...data, [change.type]: change.value } };
    case 'regularization':
      return { ...now, regularization: { l1: change.l1, l2: change.l2 } };
    case 'loss':
      return { ...now, loss: change.loss };
    case 'derived': {
      const others = data.derived.filter((formula) => formula !== change.formula);
      return { ...now, data: { ...data, derived: change.isOn ? [...others, change.formula] : others } };
    }
    case 'generator':
      return { ...now, data: { ...data, generator: change.generator } };
    case 'columns':
    case 'columnOption':
    case 'columnUse':
    case 'target':
    case 'dropDuplicates':
      throw new Error('These changes are of tables.');
    default:
      return { ...now, [change.type]: change.value };
  }
}

/** Returns the config with a new name in the list that names the units, or with a new list. */
function renamed(
  config: NetworkConfig,
  { layer, unit, names }: Extract<ConfigChange, { type: 'unitName' }>,
): NetworkConfig {
  const { layers, data } = config;
  const written = (present: readonly string[] | null) => present?.with(unit, names[unit]) ?? names;
  if (data.kind === 'inline' && layer === null)
    return { ...config, data: { ...data, inputNames: written(data.inputNames) } };
  const index = layer ?? 0;
  const targets = data.kind === 'inline' && index === layers.length - 1 && layers[index].names === null;
  if (targets && data.targetNames)
    return { ...config, data: { ...data, targetNames: written(data.targetNames) } };
  return { ...config, layers: layers.with(index, { ...layers[index], names: written(layers[index].names) }) };
}

function summary({ layers, loss, data, training }: NetworkConfig) {
  const { optimizer, epochs, batchSize, seed, regularization } = training;
  const brief = ({ units, activation }: LayerSpec) => ({ units, activation });
  return { layers: layers.map(brief), loss, data, epochs, batchSize, seed, regularization, learningRate: optimizer.learningRate }; // prettier-ignore
}

/** Returns the inverse of a change; null where it does not follow from the config. */
function inverse({ layers, data, loss, training }: NetworkConfig, change: ConfigChange): ConfigChange | null {
  switch (change.type) {
    case 'addLayer':
      return { type: 'removeLayer', layer: change.before };
    case 'removeLayer':
    case 'generator':
    case 'unitName':
    case 'columns':
    case 'columnOption':
    case 'columnUse':
    case 'target':
    case 'dropDuplicates':
      return null;
    case 'units':
      // A name that is gone with its unit does not come back.
      if (change.by === -1 && layers[change.layer].names) return null;
      return { ...change, by: change.by === 1 ? -1 : 1 };
    case 'activation':
      return { ...change, activation: layers[change.layer].activation };
    case 'samples':
    case 'noise':
      return data.kind === 'generator' ? { type: change.type, value: data[change.type] } : null;
    case 'validationSplit':
      return { type: change.type, value: data.validationSplit };
    case 'regularization':
      return { type: change.type, ...training.regularization };
    case 'loss':
      return typeof loss === 'string' ? { type: change.type, loss } : null;
    case 'derived':
      return data.derived.includes(change.formula) === change.isOn ? null : { ...change, isOn: !change.isOn };
    case 'learningRate':
      return { type: change.type, value: training.optimizer.learningRate };
    case 'batchSize':
      return { type: change.type, value: training.batchSize };
    case 'epochs':
    case 'seed':
      return { type: change.type, value: training[change.type] };
  }
}

describe('A change by hand', () => {
  it('results in a text with exactly this change and all comments, or is refused with a reason', async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), changes, async (text, change) => {
        const parsed = await parse(text);
        const result = await changeEdits(text, parsed, change);
        if ('reason' in result) {
          assert.match(result.reason, /\.$/);
          return;
        }
        made++;
        const after = withEdits(text, result.edits);
        const spec = await specOf(after);
        const before = await specOf(text);
        const wanted = expected(before, change);
        if (change.type === 'unitName') assert.deepEqual(spec, renamed(before, change));
        else if (change.type !== 'generator') assert.deepEqual(summary(spec), wanted);
        else assert.deepEqual(spec.data, { ...before.data, generator: change.generator });
        const inside = change.type === 'removeLayer' ? ['// three'] : [];
        const lost = commentsOf(text).filter((comment) => !commentsOf(after).includes(comment));
        assert.deepEqual(lost.filter((comment) => !inside.includes(comment)), []); // prettier-ignore
        const back = inverse(before, change);
        if (back) assert.deepEqual(await specOf(await changed(after, back)), before);
      }),
      { numRuns: 400 },
    );
    assert.ok(made > 100, `only ${made} changes were made`);
  });

  it('writes a layer in the layout of its neighbor', async () => {
    const spiral = readFileSync('examples/spiral.backprop.json', 'utf8');
    const line = '    { "units": 32, "activation": "relu" },\n';
    const twice = spiral.replace(line + line, line + line + line);
    for (const before of [0, 1, 2]) assert.equal(await changed(spiral, { type: 'addLayer', before }), twice);
    const example = readFileSync('examples/worked-example-2-2-2.backprop.json', 'utf8');
    const exampleLess = example.replace('"weights": { "value": [[0.4, 0.45], [0.5, 0.55]], "names": [["w5", "w6"], ["w7", "w8"]] }', '"units": 2'); // prettier-ignore
    assert.match(
      await changed(exampleLess, { type: 'addLayer', before: 1 }),
      /\n {4}\},\n {4}\{\n {6}"units": 2,\n {6}"activation": "sigmoid"\n {4}\},\n {4}\{\n {6}"names": \["o1"/,
    );
    const [comments, dense, tabs] = layouts;
    assert.match(
      await changed(comments, { type: 'addLayer', before: 1 }),
      /\n {4}\{ "units": 3 \}, \/\/ hidden\n {4}\{ "units": 3 \},\n\n {4}\{ "units": 1, "activation": "sigmoid" \} \/\/ output/,
    );
    assert.match(
      await changed(dense, { type: 'addLayer', before: 1 }),
      /\[\{"activation":"relu","units":3\},\{"activation":"relu","units":3\}, \{"units":2\}/,
    );
    assert.match(
      await changed(tabs, { type: 'addLayer', before: 1 }),
      /\/\* last \*\/ \{\r\n\t"units": 3,\r\n\t"activation": "tanh"\r\n\}, \{\r\n\t"units": 1/,
    );
  });

  it('removes a layer with its line and nothing else', async () => {
    const spiral = readFileSync('examples/spiral.backprop.json', 'utf8');
    const line = '    { "units": 32, "activation": "relu" },\n';
    assert.equal(await changed(spiral, { type: 'removeLayer', layer: 1 }), spiral.replace(line, ''));
    const [comments] = layouts;
    assert.match(
      await changed(comments, { type: 'removeLayer', layer: 0 }),
      /\[\n {4}\/\/ inputs\n {4}\/\/ hidden\n\n {4}\{ "units": 1/,
    );
  });

  it('removes a key without the comments around it', async () => {
    const text = configText({ training: '{\n    "epochs": 3, // enough\n    "batchSize": 2 // small\n  }' });
    assert.match(
      await changed(text, { type: 'batchSize', value: null }),
      /\{\n {4}"epochs": 3 \/\/ enough\n {4}\/\/ small\n {2}\}/,
    );
  });

  it('keeps the comments of a regularization that becomes 0', async () => {
    const text = configText({ training: '{ "regularization": { "l1": 0.5 /* much */ }, "seed": 1 }' });
    const none = await changed(text, { type: 'regularization', l1: 0, l2: 0 });
    assert.match(none, /"regularization": \{\s*\/\* much \*\/\s*\}/);
  });

  it('writes the strengths of a regularization that are not 0, and no others', async () => {
    const text = configText({ training: '{ "regularization": { "l1": 0.5 }, "seed": 1 }' });
    const other = await changed(text, { type: 'regularization', l1: 0, l2: 0.25 });
    assert.match(other, /"training": \{ "regularization": \{ "l2": 0\.25 \}, "seed": 1 \}/);
    const none = await changed(other, { type: 'regularization', l1: 0, l2: 0 });
    assert.match(none, /"training": \{ "seed": 1 \}/);
  });

  it('adds a first hidden layer to a network without one', async () => {
    const text = configText({ layers: '[{ "units": 1, "activation": "sigmoid" }]' });
    assert.match(
      await changed(text, { type: 'addLayer', before: 0 }),
      /\[\{ "units": 4, "activation": "tanh" \}, \{ "units": 1/,
    );
  });

  it('adds an activation after the units', async () => {
    const text = readFileSync('examples/iris-petal-width.backprop.json', 'utf8');
    assert.match(
      await changed(text, { type: 'activation', layer: 1, activation: 'softplus' }),
      /\{ "units": 1, "activation": "softplus", "names"/,
    );
  });

  it('of the generator also changes outputs and loss if the targets require it', async () => {
    const outputs = async (text: string, ...generators: (typeof generatorNames)[number][]) => {
      for (const generator of generators) text = await changed(text, { type: 'generator', generator });
      const { layers, loss } = await specOf(text);
      const { units, activation } = layers[layers.length - 1];
      return `${units} ${activation} ${loss as string}`;
    };
    const [spiral, moons, sine] = ['spiral', 'moons', 'sine'].map((name) =>
      readFileSync(`examples/${name}.backprop.json`, 'utf8'),
    );
    assert.equal(await outputs(spiral, 'circles'), '2 softmax crossEntropy');
    assert.equal(await outputs(spiral, 'gaussians'), '3 softmax crossEntropy');
    assert.equal(await outputs(spiral, 'sine'), '1 identity meanSquaredError');
    assert.equal(await outputs(moons, 'spiral'), '1 sigmoid binaryCrossEntropy');
    assert.equal(await outputs(moons, 'sine', 'xor'), '1 sigmoid binaryCrossEntropy');
    assert.equal(await outputs(sine, 'moons'), '1 sigmoid binaryCrossEntropy');
  });

  it('of a derived input keeps the list in its layout, and removes an empty one without comments', async () => {
    const toggle = (formula: string, isOn: boolean): ConfigChange => ({ type: 'derived', formula, isOn });
    const none = configText({ data: '{ "generator": "xor" /* signs */ }' });
    const one = await changed(none, toggle('x*y', true));
    assert.match(one, /\{ "generator": "xor", "derived": \["x\*y"\] \/\* signs \*\/ \}/);
    assert.match(await changed(one, toggle('x^2', true)), /"derived": \["x\*y", "x\^2"\]/);
    assert.equal(await changed(one, toggle('x * y', true)), one, 'spaces do not count');
    assert.equal(await changed(one, toggle('x * y', false)), none);
    const why = configText({ data: '{ "generator": "xor", "derived": ["x*y" /* why */, "y^2"] }' });
    assert.match(
      await changed(await changed(why, toggle('y^2', false)), toggle('x*y', false)),
      /"derived": \[ ?\/\* why \*\/ ?\]/,
    );
  });

  it('of the generator to one with other inputs removes the formulas that need those that are gone', async () => {
    const data = '{ "generator": "moons", "derived": ["x*y", /* kept */ "x^2", "sin(y)"] }';
    const text = configText({ layers: '[{ "units": 1 }]', loss: '"meanSquaredError"', data });
    const sine = await changed(text, { type: 'generator', generator: 'sine' });
    assert.match(sine, /"generator": "sine", "derived": \[\/\* kept \*\/ "x\^2"\]/);
  });

  it('of the generator to one with classes removes the normalization of targets', async () => {
    const text = configText({
      layers: '[{ "units": 1 }]',
      loss: '"meanSquaredError"',
      data: '{ "generator": "sine", "noise": 0, "normalizeTargets": "standardize" }',
    });
    const { data } = await specOf(await changed(text, { type: 'generator', generator: 'moons' }));
    assert.deepEqual(data, { ...(await specOf(text)).data, generator: 'moons', normalizeTargets: 'none' });
  });

  it('renames a unit in the list of its layer, in that of the data, or in a new list', async () => {
    const rename = (layer: number | null, unit: number, ...names: string[]): ConfigChange => ({ type: 'unitName', layer, unit, names }); // prettier-ignore
    const own = configText({ layers: '[{ "units": 2, "names": ["a", /* second */ "b"] }, { "units": 1, "activation": "sigmoid" }]' }); // prettier-ignore
    assert.match(await changed(own, rename(0, 1, 'a', 'or')), /\["a", \/\* second \*\/ "or"\]/);
    assert.match(await changed(own, rename(1, 0, 'xor')), /"activation": "sigmoid", "names": \["xor"\] \}/);
    assert.match(await changed(own, rename(null, 0, 'left', 'x2')), /"inputs": \[\[0, 0\], .*\]\], "inputNames": \["left", "x2"\],/); // prettier-ignore
    const targets = own.replace('"targets"', '"targetNames": ["t"], "targets"');
    assert.match(await changed(targets, rename(1, 0, 'xor')), /"targetNames": \["xor"\]/);
  });

  it('of the number of units keeps the names in step', async () => {
    const layers = (names: string) => configText({ layers: `[{ "units": 2, "names": ${names} }, { "units": 1, "activation": "sigmoid" }]` }); // prettier-ignore
    const numbered = await changed(layers('["n1", "n2"]'), { type: 'units', layer: 0, by: 1 });
    assert.match(numbered, /\{ "units": 3, "names": \["n1", "n2", "n3"\] \}/);
    const words = await changed(layers('["h3", "or" /* of both */]'), { type: 'units', layer: 0, by: 1 });
    assert.match(words, /"names": \["h3", "or", "h4" \/\* of both \*\/\]/);
    const fewer = await changed(layers('["a", "b"]'), { type: 'units', layer: 0, by: -1 });
    assert.match(fewer, /\{ "units": 1, "names": \["a"\] \}/);
  });

  it('is refused where the file fixes the units', async () => {
    const example = readFileSync('examples/worked-example-2-2-2.backprop.json', 'utf8');
    const layers = (text: string, more: object = {}) => configText({ layers: text, ...more });
    const last = '{ "units": 1, "activation": "sigmoid" }';
    const cases: readonly [string, ConfigChange, RegExp][] = [
      [example, { type: 'units', layer: 0, by: 1 }, /weights of layer 1 are given/],
      [example, { type: 'addLayer', before: 1 }, /weights of layer 2 are given/],
      [example, { type: 'removeLayer', layer: 0 }, /weights of layer 2 are given/],
      [example, { type: 'removeLayer', layer: 1 }, /last layer/],
      [example, { type: 'samples', value: 10 }, /generator/],
      [layers(`[{ "units": 2, "bias": [0, 1] }, ${last}]`), { type: 'units', layer: 0, by: 1 }, /biases of layer 1/],
      [layers(`[{ "units": 2 }, ${last}]`), { type: 'unitName', layer: 0, unit: 2, names: ['a', 'b'] }, /no such unit/],
      [layers(`[{ "units": 2 }, ${last}]`), { type: 'unitName', layer: 0, unit: 1, names: ['a'] }, /no such unit/],
      [layers(`[{ "units": 2 }, ${last}]`), { type: 'unitName', layer: 0, unit: 1, names: ['a', ' '] }, /at least one character/],
      [layouts[3], { type: 'unitName', layer: null, unit: 0, names: ['a', 'b'] }, /from the data/],
      [layers(`[{ "units": 2 }, { "units": 1, "activation": "sigmoid", "weights": [[1, 2]] }]`), { type: 'units', layer: 0, by: -1 }, /weights of layer 2/],
      [layers(`[{ "units": 1 }, ${last}]`), { type: 'units', layer: 0, by: -1 }, /at least one unit/],
      [layers(`[{ "units": 2 }, ${last}]`), { type: 'units', layer: 1, by: 1 }, /data decides/],
      [layouts[3], { type: 'units', layer: 0, by: -1 }, /excludes the last unit/],
      [layouts[3], { type: 'addLayer', before: 0 }, /renumber/],
      [layouts[3], { type: 'removeLayer', layer: 7 }, /no such layer/],
      [layers(`[{ "units": 2 }, ${last}]`, { loss: '{ "f": "(y - t)^2" }' }), { type: 'loss', loss: 'huber' }, /formula/],
      [layers(`[{ "units": 2 }, ${last}]`), { type: 'activation', layer: 0, activation: 'rleu' }, /Unknown activation/],
      [layers(`[{ "units": 2 }, ${last}]`), { type: 'learningRate', value: -1 }, /\./],
      [layers(`[{ "units": 2 }, ${last}]`), { type: 'epochs', value: NaN }, /\./],
      [layers('[{ "units": 2 }, '), { type: 'epochs', value: 3 }, /has an error/],
    ]; // prettier-ignore
    for (const [text, change, reason] of cases) assert.match(await refused(text, change), reason);
  });

  it('of a spiral may add an output, which is another arm', async () => {
    const spiral = readFileSync('examples/spiral.backprop.json', 'utf8');
    const { layers } = await specOf(await changed(spiral, { type: 'units', layer: 2, by: 1 }));
    assert.equal(layers[2].units, 4);
  });

  it('of a config with a plain function changes its descent', async () => {
    const text = readFileSync('examples/descent-right.backprop.json', 'utf8');
    assert.match(await changed(text, { type: 'learningRate', value: 0.25 }), /"learningRate": 0\.25/);
    assert.match(await refused(text, { type: 'addLayer', before: 0 }), /function/);
  });
});
