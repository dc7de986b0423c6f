import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseConfig } from '../../src/config/parse.js';
import { classesOf, datasetOf, load, oneOutput, yesOrNo } from './support.js';

const three = 'a,kind\n1,cat\n2,dog\n3,cat\n4,cat\n5,cow\n6,cat\n';
const weighted = (classWeights: unknown, network: object = classesOf(3)) => ({
  ...network,
  data: { file: 'a.csv', target: 'kind', classWeights },
});

describe('Class weights', () => {
  it('are those of the named classes, in the order of the classes, and 1 for the others', async () => {
    const { classes, classWeights } = await datasetOf(weighted({ dog: 2.5, cow: 0 }), { 'a.csv': three });
    assert.deepEqual(classes, ['cat', 'cow', 'dog']);
    assert.deepEqual(classWeights, [1, 0, 2.5]);
  });

  it('are absent without the key', async () => {
    assert.equal((await datasetOf(weighted(undefined), { 'a.csv': three })).classWeights, null);
  });

  it('are balanced on the training part alone, for one column of 0 and 1 as for one-hot rows', async () => {
    const cases = fc.record({
      labels: fc
        .array(fc.boolean(), { minLength: 6, maxLength: 40 })
        .filter((all) => new Set(all).size === 2),
      validationSplit: fc.constantFrom(0, 0.3),
      isOneHot: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ labels, validationSplit, isOneHot }) => {
        const config = isOneHot ? classesOf(2) : yesOrNo;
        const targets = labels.map((yes) => (isOneHot ? [yes ? 0 : 1, yes ? 1 : 0] : [yes ? 1 : 0]));
        const inputs = labels.map((_, i) => [i]);
        const data = { inputs, targets, validationSplit, classWeights: 'balanced' };
        const { dataset } = await load({ ...config, data });
        const rows = Array.from(dataset!.rows!.training, (row) => labels[row]);
        const count = (yes: boolean) => rows.filter((each) => each === yes).length;
        assert.deepEqual(dataset!.classWeights, [
          rows.length / (2 * count(false)),
          rows.length / (2 * count(true)),
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('of an unknown class are a problem at its key, with the class that was probably meant', async () => {
    const { dataset, findings } = await load(weighted({ cats: 2, dog: 1 }), { 'a.csv': three });
    assert.equal(dataset, null);
    const [{ code, path, isKey, message }] = findings;
    assert.deepEqual([code, path, isKey], ['unknown-class', ['data', 'classWeights', 'cats'], true]);
    assert.equal(message, 'The data has no class "cats". Did you mean "cat"?');
    const text = JSON.stringify(weighted({ cats: 2, dog: 1 }));
    const { spans } = await parseConfig(text, 'test.backprop.json');
    const { span } = spans.toProblem(findings[0]);
    assert.equal(text.slice(span.offset, span.offset + span.length), '"cats"');
  });

  it('need classes, and one that counts', async () => {
    const inline = { inputs: [[1], [2]], targets: [[0.5], [2]], classWeights: 'balanced' };
    const [regression] = (await load({ ...oneOutput, data: inline })).findings;
    assert.equal(regression.code, 'no-classes');
    const none = weighted({ cat: 0, dog: 0, cow: 0 });
    const [zero] = (await load(none, { 'a.csv': three })).findings;
    assert.deepEqual([zero.code, zero.path], ['zero-class-weights', ['data', 'classWeights']]);
  });

  it('that are negative are a problem at their place', async () => {
    const text = JSON.stringify(weighted({ cat: -1 }));
    const { problems } = await parseConfig(text, 'test.backprop.json');
    const [{ span, severity }] = problems;
    assert.deepEqual([text.slice(span.offset, span.offset + span.length), severity], ['-1', 'error']);
  });
});
