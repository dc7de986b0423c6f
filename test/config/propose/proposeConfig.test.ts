import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.js';
import { proposeConfig } from '../../../src/config/propose/proposeConfig.js';
import type { DataColumn } from '../../../src/engine/model/dataColumn.js';
import { categories, numbers, tableOf } from './support.js';

const propose = (columns: readonly DataColumn[], rows = 200) => {
  const survey = tableOf(rows, columns);
  const proposal = proposeConfig(survey, survey.columns.at(-1)!, { file: 'table.csv', name: 'table' });
  assert.ok(proposal);
  return proposal;
};

async function specOf(text: string) {
  const { spec, problems } = await parseConfig(text, 'table.backprop.json');
  assert.deepEqual(problems, []);
  assert.ok(spec?.kind === 'network');
  return spec;
}

describe('A proposed config', () => {
  it('has one sigmoid unit for two classes, and no problems', async () => {
    const { text, task } = propose([numbers('age'), categories('survived', { no: 120, yes: 80 })]);
    const { layers, loss, data } = await specOf(text);
    assert.equal(task, 'classification');
    assert.deepEqual(layers.at(-1), { ...layers.at(-1), units: 1, activation: 'sigmoid' });
    assert.equal(loss, 'binaryCrossEntropy');
    assert.deepEqual(
      [data.normalize, data.normalizeTargets, data.validationSplit],
      ['standardize', 'none', 0.2],
    );
  });

  it('has a softmax unit for each of three classes', async () => {
    const { layers, loss } = await specOf(
      propose([numbers('age'), categories('species', { a: 80, b: 80, c: 40 })]).text,
    );
    assert.deepEqual(layers.at(-1), { ...layers.at(-1), units: 3, activation: 'softmax' });
    assert.equal(loss, 'crossEntropy');
  });

  it('has an identity unit for a number, whose scale is standardized', async () => {
    const { text, task } = propose([numbers('size'), numbers('price')]);
    const { layers, loss, data } = await specOf(text);
    assert.equal(task, 'regression');
    assert.deepEqual(layers.at(-1), { ...layers.at(-1), units: 1, activation: 'identity' });
    assert.equal(loss, 'meanSquaredError');
    assert.equal(data.normalizeTargets, 'standardize');
  });

  it('says of each column what it becomes, why it is left out, and what fills its gaps', async () => {
    const { text } = propose([
      numbers('id', { reason: 'identifier' }),
      numbers('age', { missing: 7 }),
      categories('color', { red: 100, blue: 95 }, { missing: 5 }),
      numbers('price'),
    ]);
    const { data } = await specOf(text);
    assert.ok(data.kind === 'table');
    assert.deepEqual(
      data.options.columns.map(({ name, type }) => [name, type]),
      [
        ['id', 'ignore'],
        ['age', 'number'],
        ['color', 'category'],
      ],
    );
    assert.match(text, /"id": "ignore", \/\/ It numbers the rows/);
    assert.match(text, /"age": "number", \/\/ Its missing cells \(7\) are filled with the mean/);
    assert.match(
      text,
      /"color": "category" \/\/ One input for each of its 2 values\. Its missing cells \(5\)/,
    );
  });

  it('does not list the columns where there is nothing to say about them', () => {
    assert.doesNotMatch(propose([numbers('a'), numbers('b'), numbers('y')]).text, /"columns"/);
  });

  it('says how rare the rarest class is, and what to do if it matters', () => {
    const { text } = propose([numbers('a'), categories('state', { ok: 190, fault: 10 })]);
    assert.match(text, /The rarest class has 5% of the rows.*"classWeights": "balanced"/);
    assert.doesNotMatch(propose([numbers('a'), categories('y', { a: 100, b: 100 })]).text, /rarest/);
  });

  it('counts the inputs that categories become', () => {
    const { text, columns } = propose([
      categories('color', { red: 100, blue: 50, green: 45 }, { missing: 5 }),
      numbers('size'),
      numbers('y'),
    ]);
    assert.equal(columns.inputCount, 5);
    assert.match(text, /160 rows for training, and they become 5 inputs/);
  });

  it('uses a column that would be left out where there is no other', () => {
    const { columns } = propose([numbers('id', { reason: 'identifier' }), numbers('y')]);
    assert.deepEqual(
      columns.inputs.map(({ name }) => name),
      ['id'],
    );
  });

  it('writes names with quotes, line ends and comment signs so that they stay names', async () => {
    const name = 'a "b" // c\nd';
    const { data } = await specOf(propose([numbers(name, { missing: 3 }), numbers('y')]).text);
    assert.ok(data.kind === 'table');
    assert.equal(data.options.columns[0].name, name);
  });

  it('is longer trained and larger for more rows, within bounds', async () => {
    const [few, many] = await Promise.all(
      [100, 1_000_000].map(async (rows) => specOf(propose([numbers('a'), numbers('y')], rows).text)),
    );
    const units = ({ layers }: typeof few) => layers.reduce((sum, layer) => sum + layer.units, 0);
    assert.ok(units(few) < units(many));
    assert.ok((few.training.batchSize ?? 0) < (many.training.batchSize ?? 0));
    assert.ok(few.training.epochs > many.training.epochs);
    assert.ok(many.training.earlyStopping!.patience < many.training.epochs);
  });

  it('is not made for a target that cannot be predicted or has no other column', () => {
    const place = { file: 'table.csv', name: 'table' };
    const names = numbers('name', {
      content: 'text',
      distinct: 200,
      range: null,
      histogram: null,
      reason: 'text',
    });
    const survey = tableOf(200, [numbers('a'), names]);
    assert.equal(proposeConfig(survey, survey.columns[1], place), null);
    const alone = tableOf(200, [numbers('y')]);
    assert.equal(proposeConfig(alone, alone.columns[0], place), null);
  });
});
