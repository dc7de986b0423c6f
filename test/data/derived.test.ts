import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countInputs } from '../../src/data/countInputs.js';
import { contentsOf } from '../../src/data/datasetContents.js';
import { limits } from '../../src/engine/limits.js';
import { parseConfig } from '../../src/config/parse.js';
import { filesIn } from '../../src/node/filesIn.js';
import { datasetOf, load, oneOutput, rowsOf, specOf, withFiles } from './support.js';

const inline = (inputs: readonly (readonly number[])[], derived: readonly string[], more: object = {}) => ({
  ...oneOutput,
  data: { inputs, targets: inputs.map(() => [1]), derived, ...more },
});

describe('Derived inputs', () => {
  it('come after the given ones and are named by their formulas', async () => {
    const inputs = [[1, 2], [3, -4]]; // prettier-ignore
    const dataset = await datasetOf(inline(inputs, ['x1^2', 'x1*x2', 'sin(x2)']));
    assert.deepEqual(dataset.inputNames, ['x1', 'x2', 'x1^2', 'x1*x2', 'sin(x2)']);
    assert.deepEqual(rowsOf(dataset.training.inputs), [
      [1, 2, 1, 2, Math.sin(2)],
      [3, -4, 9, -12, Math.sin(-4)],
    ]);
  });

  it('are computed from the values before normalization, and then normalized as any input', async () => {
    // Without 0, whose negative JSON does not have.
    const number = fc.integer({ min: -400, max: 400 }).map((value) => (value || 1) / 8);
    const rows = fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('standardize', 'minMax', 'none'), async (inputs, normalize) => {
        const written = inputs.map(([x, y]) => [x, y, x * x, x * y, Math.max(x, y) / 3]);
        const more = { inputNames: ['x', 'y'], normalize, validationSplit: 0.3 };
        const derived = await load(inline(inputs, ['x^2', 'x*y', 'max(x, y) / 3'], more));
        const given = await load(inline(written, [], { ...more, inputNames: undefined }));
        for (const part of ['training', 'validation'] as const)
          assert.deepEqual(derived.dataset?.[part]?.inputs, given.dataset?.[part]?.inputs);
      }),
      { numRuns: 60 },
    );
  });

  it('of a table are formulas of its columns, whose names may be in backticks', async () => {
    const config = {
      ...oneOutput,
      data: { file: 'a.csv', target: 'y', derived: ['`petal length` * width', '`a``b` + 1'] },
    };
    const dataset = await datasetOf(config, { 'a.csv': 'petal length,width,a`b,y\n2,3,4,1\n5,6,7,0\n' });
    assert.deepEqual(rowsOf(dataset.training.inputs), [[2, 3, 4, 6, 5], [5, 6, 7, 30, 8]]); // prettier-ignore
  });

  it('of a generator are formulas of x and y', async () => {
    const dataset = await datasetOf({
      ...oneOutput,
      data: { generator: 'sine', samples: 5, derived: ['x^2'] },
    });
    for (const [x, square] of rowsOf(dataset.training.inputs)) assert.equal(square, x ** 2);
  });

  it('count among the inputs before the data is read', async () => {
    const spec = await specOf({
      ...oneOutput,
      data: { file: 'a.csv', target: 'y', derived: ['a^2', 'a^3'] },
    });
    const signal = new AbortController().signal;
    await withFiles({ 'a.csv': 'a,b,y\n1,2,3\n' }, async (directory) => {
      assert.equal(await countInputs(spec, filesIn(directory), signal), 4);
    });
  });

  it('are part of what identifies the data', async () => {
    const columns = [[1, 1], [2, 4]]; // prettier-ignore
    const given = await datasetOf(inline(columns, [], { inputNames: ['x', 'x^2'] }));
    const derived = await datasetOf(inline([[1], [2]], ['x^2']));
    assert.deepEqual(derived.training.inputs, given.training.inputs);
    assert.notDeepEqual(contentsOf(derived), contentsOf(given));
  });
});

describe('A derived input that is wrong', () => {
  /** Returns the findings, and the text that each underlines. */
  const problemsOf = async (config: object, files: Readonly<Record<string, string>> = {}) => {
    const text = JSON.stringify(config);
    const { spans, problems } = await parseConfig(text, 'a.backprop.json');
    const found = problems.length > 0 ? problems : (await load(config, files)).findings.map((each) => spans.toProblem(each)); // prettier-ignore
    return found.map(({ code, message, span, fix }) => ({
      code,
      message,
      marked: text.slice(span.offset, span.offset + span.length),
      fix: fix && text.slice(0, fix.span.offset) + fix.text + text.slice(fix.span.offset + fix.span.length),
    }));
  };

  it('is marked at the name that the data does not have, with the name that was probably meant', async () => {
    const [unknown] = await problemsOf(inline([[1, 2]], ['x1 + widht'], { inputNames: ['x1', 'width'] }));
    assert.equal(unknown.marked, 'widht');
    assert.match(unknown.message, /Did you mean "width"\?$/);
    assert.match(unknown.fix ?? '', /"x1 \+ width"/);
    const config = { ...oneOutput, data: { file: 'a.csv', target: 'y', derived: ['sin(`petal lenght`)'] } };
    const [column] = await problemsOf(config, { 'a.csv': 'petal length,y\n1,2\n' });
    assert.equal(column.marked, '`petal lenght`');
    assert.match(column.fix ?? '', /"sin\(`petal length`\)"/);
  });

  it('lists the names, those that need backticks in them, where none is alike', async () => {
    const [unknown] = await problemsOf(inline([[1, 2]], ['foo^2'], { inputNames: ['petal length', 'b'] }));
    assert.equal(unknown.message, 'Unknown name "foo". Use one of the variables `petal length`, b.');
  });

  it('is marked at its syntax error, escapes included', async () => {
    assert.equal((await problemsOf(inline([[1]], ['x +* 2'])))[0].marked, '*');
    assert.equal((await problemsOf(inline([[1]], ['\u00e9\\ + `x'])))[0].code, 'formula-syntax');
    assert.equal((await problemsOf(inline([[1]], ['x + `x'])))[0].marked, '`x');
  });

  it('is refused where it has no finite value, with the sample and its values', async () => {
    const [undefinedThere] = await problemsOf(inline([[1], [0], [-2]], ['x', 'log(x)'].slice(1)));
    assert.equal(undefinedThere.code, 'derived-not-finite');
    assert.equal(undefinedThere.marked, '"log(x)"');
    assert.match(undefinedThere.message, /"log\(x\)" has no finite value for sample 2, where x = 0\. /);
  });

  it('is refused where it repeats an input or another one', async () => {
    assert.equal((await problemsOf(inline([[1]], ['x'])))[0].code, 'derived-given');
    assert.equal((await problemsOf(inline([[1]], ['x^2', 'x^2'])))[0].code, 'derived-twice');
    assert.equal((await problemsOf(inline([[1]], [1 as unknown as string])))[0].code, 'not-a-formula');
  });

  it('is refused for images, and where there are too many', async () => {
    const images = { ...oneOutput, data: { images: 'a', labels: 'b', derived: ['r1c1^2'] } };
    assert.deepEqual((await problemsOf(images)).map(({ code, marked }) => [code, marked]), [['derived-images', '"derived"']]); // prettier-ignore
    const many = Array.from({ length: limits.derivedInputs + 1 }, (_, i) => `x + ${i}`);
    assert.equal((await problemsOf(inline([[1]], many)))[0].code, 'too-many-derived');
  });

  it('makes the rows of given weights longer', async () => {
    const config = { ...inline([[1]], ['x^2']), layers: [{ weights: [[1]], activation: 'identity' }] };
    assert.match((await problemsOf(config))[0].message, /has 1 weights, but there are 2 inputs/);
  });
});
