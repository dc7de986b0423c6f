import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import {
  getLanguageService,
  TextDocument,
  type JSONSchema,
  type MarkupContent,
} from 'vscode-json-languageservice';
import schema from '../../media/backprop.schema.json';
import { activationNames, lossNames, optimizerNames, reductionNames } from '../../src/engine/model/spec.js';
import { normalizations, targetNormalizations, tasks } from '../../src/config/data.js';
import { initializerNames } from '../../src/config/layers.js';
import { columnTypes, generatorNames, missingRules } from '../../src/config/spec.js';
import { scheduleNames } from '../../src/config/schedule.js';
import { precisions } from '../../src/config/training.js';
import { configText, networkOf, parse } from './support.js';

const { definitions } = schema;

const service = getLanguageService({
  clientCapabilities: {
    textDocument: { completion: { completionItem: { documentationFormat: ['markdown'] } } },
  },
});
const root = JSON.parse(JSON.stringify(schema)) as JSONSchema;
service.configure({ schemas: [{ uri: 'test://schema', fileMatch: ['*'], schema: root }] });

function at(text: string) {
  const offset = text.indexOf('|');
  const document = TextDocument.create('test://a.backprop.json', 'backprop', 1, text.replace('|', ''));
  return { document, position: document.positionAt(offset), json: service.parseJSONDocument(document) };
}

async function completions(text: string) {
  const { document, position, json } = at(text);
  return (await service.doComplete(document, position, json))?.items ?? [];
}

const labels = async (text: string) =>
  (await completions(text)).map(({ label }) => label.replaceAll('"', ''));

async function hover(text: string): Promise<string> {
  const { document, position, json } = at(text);
  const contents = (await service.doHover(document, position, json))?.contents;
  return Array.isArray(contents) ? contents.map(String).join('') : '';
}

/** Yields every node of the schema with its path. */
function* nodes(value: unknown, path = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [key, child] of Object.entries(value)) yield* nodes(child, `${path}/${key}`);
}

describe('The schema', () => {
  const table = definitions.data.allOf[1].then?.properties;
  const tables: readonly [what: string, found: unknown, names: readonly string[]][] = [
    ['activations', definitions.layer.properties.activation.anyOf[0].enum, activationNames],
    ['losses', definitions.loss.anyOf[0].enum, lossNames],
    ['optimizers', definitions.optimizer.anyOf[0].enum, optimizerNames],
    ['optimizers as types', definitions.optimizer.properties.type.anyOf[0].enum, optimizerNames],
    ['schedules', definitions.schedule.anyOf[0].enum, scheduleNames],
    ['schedules as types', definitions.schedule.properties.type.anyOf[0].enum, scheduleNames],
    ['initializers', definitions.layer.properties.init.anyOf[0].enum, initializerNames],
    [
      'initializers as types',
      definitions.layer.properties.init.properties.type.anyOf[0].enum,
      initializerNames,
    ],
    ['precisions', definitions.training.properties.precision.anyOf[0].enum, precisions],
    ['reductions', definitions.training.properties.reduction.anyOf[0].enum, reductionNames],
    ['class weights that are fitted', definitions.data.properties.classWeights.anyOf[0].enum, ['balanced']],
    ['normalizations', definitions.data.properties.normalize.anyOf[0].enum, normalizations],
    [
      'normalizations of targets',
      definitions.data.properties.normalizeTargets.anyOf[0].enum,
      targetNormalizations,
    ],
    ['tasks', definitions.data.allOf[1].then?.properties.task?.anyOf[0].enum, tasks],
    ['types of columns', table?.columns?.additionalProperties.anyOf[0].enum, columnTypes],
    [
      'types of columns in objects',
      table?.columns?.additionalProperties.properties.type.anyOf[0].enum,
      columnTypes,
    ],
    [
      'rules for missing cells',
      table?.columns?.additionalProperties.properties.missing.anyOf[0].enum,
      missingRules,
    ],
    ['delimiters', table?.delimiter?.anyOf[0].enum, [',', ';', '\t', '|', ' ']],
    ['decimal signs', table?.decimal?.anyOf[0].enum, ['.', ',']],
    ['generators', definitions.data.allOf[3].then?.properties.generator?.anyOf[0].enum, generatorNames],
    [
      'generators to begin with',
      definitions.data.allOf[4].else?.properties.generator.anyOf[0].enum,
      generatorNames,
    ],
  ];
  for (const [what, found, names] of tables) {
    it(`names exactly the ${what} of the engine`, () => assert.deepEqual(found, [...names]));
  }

  it('describes each of the names', () => {
    let count = 0;
    for (const [path, node] of nodes(schema)) {
      if (!Array.isArray(node.enum)) continue;
      const { markdownEnumDescriptions: described } = node;
      assert.ok(
        Array.isArray(described) && described.every((text) => typeof text === 'string' && text.length > 0),
        path,
      );
      assert.equal(described.length, node.enum.length, path);
      count++;
    }
    assert.equal(count, tables.length);
  });

  it('describes each key', () => {
    for (const [path, node] of nodes(schema)) {
      if (!/\/properties\/[^/]+$/.test(path) || node.doNotSuggest === true || '$ref' in node) continue;
      assert.ok(typeof node.description === 'string', path);
    }
  });

  it('leaves problems to the extension that the extension reports, so that none is reported twice', () => {
    for (const [path, node] of nodes(schema)) {
      assert.notEqual(node.additionalProperties, false, path);
      if (Array.isArray(node.enum)) assert.match(path, /anyOf\/0$/);
    }
  });
});

describe('The schema’s defaults', () => {
  const defaultsOf = (properties: object) => {
    const entries = Object.entries(properties) as [string, { default?: unknown }][];
    return Object.fromEntries(
      entries.flatMap(([key, each]) => ('default' in each ? [[key, each.default]] : [])),
    );
  };
  const pick = (from: object, keys: readonly string[]) =>
    Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
  const assertDefaults = (properties: object, filledIn: object) => {
    const expected = defaultsOf(properties);
    assert.ok(Object.keys(expected).length > 0);
    assert.deepEqual(pick(filledIn, Object.keys(expected)), expected);
  };

  it('are the parser’s for layers', async () => {
    const [first] = (await networkOf(configText())).layers;
    const { activation, ...others } = definitions.layer.properties;
    assertDefaults({ dropout: others.dropout }, first);
    const plain = await parse(
      '{ "layers": [{ "units": 1 }], "loss": "huber", "data": { "inputs": [[1]], "targets": [[1]] } }',
    );
    assert.ok(plain.spec?.kind === 'network');
    assert.equal(plain.spec.layers[0].activation, activation.default);
    assert.equal(plain.spec.layers[0].bias?.value, others.bias.default);
    assertDefaults(others.bias.properties, plain.spec.layers[0].bias);
    assert.equal(plain.spec.layers[0].weightsTrainable, others.weights.properties.trainable.default);
  });

  it('are the parser’s for drawn weights', async () => {
    for (const rule of rulesOf(definitions.layer.properties.init.allOf)) {
      const type = typeOf(rule);
      const text = `[{ "units": 2, "activation": "tanh", "init": "${type}" }, { "units": 1, "activation": "sigmoid" }]`;
      assertDefaults(rule.then.properties, (await networkOf(configText({ layers: text }))).layers[0].init);
    }
  });

  it('are the parser’s for data', async () => {
    const { data } = await networkOf(configText({ data: '{ "generator": "moons" }' }));
    assertDefaults(definitions.data.properties, data);
    assertDefaults(definitions.data.allOf[3].then?.properties ?? {}, data);
  });

  it('are the parser’s for training', async () => {
    const { training } = await networkOf(configText({ training: '{ "earlyStopping": {} }' }));
    assertDefaults(definitions.training.properties, training);
    assertDefaults(definitions.training.properties.regularization.properties, training.regularization);
    assertDefaults(definitions.training.properties.earlyStopping.properties, training.earlyStopping ?? {});
    assert.equal(training.warmupEpochs, definitions.schedule.properties.warmupEpochs.default);
    assert.equal(training.schedule.type, definitions.schedule.default);
    assert.deepEqual(pick(training.optimizer, ['type', 'learningRate']), definitions.optimizer.default);
  });

  it('are the parser’s for each optimizer', async () => {
    const rules = rulesOf(definitions.optimizer.allOf);
    assert.equal(rules.length, optimizerNames.length);
    for (const rule of rules) {
      const type = typeOf(rule);
      const layers = '[{ "units": 1, "activation": "step" }]';
      const { spec } = await parse(
        configText({ training: `{ "optimizer": "${type}" }`, ...(type === 'perceptron' ? { layers } : {}) }),
      );
      assert.ok(spec);
      assertDefaults(rule.then.properties, spec.training.optimizer);
    }
  });

  it('are the parser’s for each schedule', async () => {
    const needed: Record<string, string> = { step: ', "stepSize": 2', exponential: ', "gamma": 0.5' };
    for (const rule of rulesOf(definitions.schedule.allOf)) {
      const type = typeOf(rule);
      const text = `{ "schedule": { "type": "${type}"${needed[type] ?? ''} } }`;
      const { schedule } = (await networkOf(configText({ training: text }))).training;
      if (type !== 'exponential') assertDefaults(rule.then.properties, schedule);
    }
  });

  it('are the parser’s for the gradient check', async () => {
    assertDefaults(definitions.gradientCheck.properties, (await networkOf(configText())).gradientCheck);
  });
});

interface TypeTest {
  readonly properties?: { readonly type: { readonly pattern: string } };
  readonly anyOf?: readonly TypeTest[];
}
interface VariantRule {
  readonly if: TypeTest;
  readonly then: { readonly properties: object };
}
const rulesOf = (rules: unknown) => rules as readonly VariantRule[];
const typeOf = (rule: VariantRule): string =>
  ((rule.if.properties ?? rule.if.anyOf?.[0].properties)?.type.pattern ?? '').slice(1, -1);

describe('Completion', () => {
  it('offers whole configs in an empty file', async () => {
    assert.ok((await labels('|')).includes('network with its samples'));
  });

  it('offers configs that are valid', async () => {
    for (const item of await completions('|')) {
      if (!item.insertText?.startsWith('{\n')) continue;
      const text = item.insertText
        .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
        .replace(/\$\{\d+:([^}]*)\}/g, '$1');
      const { spec, problems } = await parse(text);
      assert.ok(spec, item.label);
      assert.deepEqual(problems, [], item.label);
    }
  });

  it('offers the parts of a network or a plain function, until one is chosen', async () => {
    assert.deepEqual((await labels('{ | }')).sort(), [
      'data',
      'function',
      'functions',
      'gradientCheck',
      'layers',
      'loss',
      'name',
      'training',
      'weights',
    ]);
    assert.deepEqual((await labels('{ "layers": [], | }')).sort(), [
      'data',
      'functions',
      'gradientCheck',
      'loss',
      'name',
      'training',
      'weights',
    ]);
    assert.deepEqual((await labels('{ "function": "x", | }')).sort(), ['name', 'start', 'training']);
  });

  it('offers a layer’s keys, also while one is half typed', async () => {
    const keys = ['activation', 'bias', 'dropout', 'init', 'names', 'units', 'weights'];
    assert.deepEqual((await labels('{ "layers": [{ | }] }')).sort(), keys);
    assert.ok((await labels('{ "layers": [{ "uni|" }] }')).includes('units'));
    assert.ok((await labels('{ "layers": [{ "units": 3, "act|')).includes('activation'));
  });

  it('offers activations with their formulas, also while one is half typed', async () => {
    for (const text of [
      '{ "layers": [{ "activation": | }] }',
      '{ "layers": [{ "activation": "re|" }] }',
      '{ "layers": [{ "activation": "re|',
    ]) {
      const items = await completions(text);
      for (const name of activationNames) {
        const item = items.find(({ label }) => label === `"${name}"`);
        assert.match((item?.documentation as MarkupContent | undefined)?.value ?? '', /`/, name);
      }
    }
  });

  it('asks for a name right after its key', async () => {
    for (const [text, label] of [
      ['{ "layers": [{ | }] }', 'activation'],
      ['{ "layers": [{ | }] }', 'init'],
      ['{ | }', 'loss'],
      ['{ "training": { | } }', 'optimizer'],
      ['{ "training": { | } }', 'precision'],
      ['{ "data": { | } }', 'normalize'],
      ['{ "data": { | } }', 'generator'],
    ]) {
      const item = (await completions(text)).find((each) => each.label === label);
      assert.equal(item?.command?.command, 'editor.action.triggerSuggest', label);
    }
  });

  it('offers the sources of data until one is chosen, then the keys of that one', async () => {
    assert.deepEqual((await labels('{ "data": { | } }')).sort(), [
      'classWeights',
      'file',
      'generator',
      'images',
      'inputs',
      'normalize',
      'normalizeTargets',
      'validationSplit',
    ]);
    assert.deepEqual((await labels('{ "data": { "inputs": [[1]], | } }')).sort(), [
      'classWeights',
      'derived',
      'inputNames',
      'normalize',
      'normalizeTargets',
      'targetNames',
      'targets',
      'validationSplit',
    ]);
    assert.deepEqual((await labels('{ "data": { "file": "a.csv", | } }')).sort(), [
      'classWeights',
      'columns',
      'decimal',
      'delimiter',
      'derived',
      'dropDuplicates',
      'encoding',
      'features',
      'header',
      'missingValues',
      'normalize',
      'normalizeTargets',
      'target',
      'task',
      'test',
      'validation',
      'validationSplit',
    ]);
    assert.deepEqual((await labels('{ "data": { "images": "a", | } }')).sort(), [
      'classWeights',
      'labels',
      'normalize',
      'normalizeTargets',
      'test',
      'validation',
      'validationSplit',
    ]);
    assert.deepEqual((await labels('{ "data": { "generator": "xor", | } }')).sort(), [
      'classWeights',
      'derived',
      'noise',
      'normalize',
      'normalizeTargets',
      'samples',
      'validationSplit',
    ]);
  });

  it('offers the keys of the optimizer that is chosen', async () => {
    const of = async (text: string) =>
      (await labels(`{ "training": { "optimizer": { ${text} | } } }`)).sort();
    assert.deepEqual(await of(''), ['learningRate', 'momentum', 'nesterov', 'type', 'weightDecay']);
    assert.deepEqual(await of('"type": "sgd",'), ['learningRate', 'momentum', 'nesterov', 'weightDecay']);
    assert.deepEqual(await of('"type": "adam",'), ['betas', 'epsilon', 'learningRate', 'weightDecay']);
    assert.deepEqual(await of('"type": "perceptron",'), ['learningRate']);
  });

  it('offers optimizers by name and as objects', async () => {
    const found = await labels('{ "training": { "optimizer": | } }');
    for (const name of [...optimizerNames, '{ adam }']) assert.ok(found.includes(name), name);
  });
});

describe('Hover', () => {
  it('explains a key', async () => {
    assert.match(await hover('{ "layers": [{ "dro|pout": 0.5 }] }'), /dropped at random during training/);
  });

  it('explains an activation by its formula', async () => {
    assert.match(await hover('{ "layers": [{ "activation": "so|ftplus" }] }'), /ln\(1 \+ eˣ\)/);
  });

  it('explains an optimizer by name and by type', async () => {
    assert.match(await hover('{ "training": { "optimizer": "ad|am" } }'), /PyTorch's `Adam`/);
    assert.match(
      await hover('{ "training": { "optimizer": { "type": "rms|prop" } } }'),
      /PyTorch's `RMSprop`/,
    );
  });
});

describe('What the schema says', () => {
  const cases: readonly [text: string, message: RegExp][] = [
    ['[]', /A config must be an object/],
    ['{}', /Missing property "layers"/],
    [configText({ layers: '[1]' }), /A layer must be an object/],
    [configText({ layers: '[{ "units": 2.5 }]' }), /A whole number is needed here/],
    [configText({ layers: '[{ "units": 0 }]' }), /below the minimum of 1/],
    [configText({ layers: '[{ "units": 1, "activation": 3 }]' }), /name of an activation/],
    [configText({ layers: '[{ "units": 1, "weights": 3 }]' }), /Rows of weights/],
    [configText({ layers: '[{ "units": 1, "bias": "no" }]' }), /false, a number/],
    [configText({ loss: '{ "df": "1" }' }), /Missing property "f"/],
    [configText({ data: '{ "file": "" , "target": "a" }' }), /path of a CSV file/],
    [configText({ data: '{ "file": "a.csv" }' }), /Missing property "target"/],
    [configText({ data: '{ "inputs": [[1, 2]] }' }), /Missing property "targets"/],
    [configText({ data: '{ "images": "a" }' }), /Missing property "labels"/],
    [configText({ training: '{ "epochs": -1 }' }), /below the minimum of 1/],
    [
      configText({ training: '{ "optimizer": { "type": "adam", "betas": [0.9, 1] } }' }),
      /exclusive maximum of 1/,
    ],
    [configText({ training: '{ "shuffle": 1 }' }), /true or false/],
    ['{ "function": "x" }', /Missing property "start"/],
    [configText().replace('"loss"', '"loss": "huber", "loss"'), /Duplicate object key/],
    [configText().replace('}\n', ''), /Expected comma or closing brace/],
  ];
  for (const [text, message] of cases) {
    it(`is reported once, in the words of the editor: ${message.source}`, async () => {
      const { problems } = await parse(text);
      assert.match(problems.map((problem) => problem.message).join('\n'), message);
      assert.ok(problems.every(({ fromSchema }) => fromSchema));
    });
  }

  it('is reported in the language of the editor', async () => {
    l10n.config({ contents: { 'A whole number is needed here.': '这里需要一个整数。' } });
    try {
      const { problems } = await parse(configText({ layers: '[{ "units": 2.5 }]' }));
      assert.deepEqual(problems.map(({ message }) => message), ['这里需要一个整数。']); // prettier-ignore
    } finally {
      l10n.config({ contents: {} });
    }
  });
});
