import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkNotes, type NotesReport } from '../../../src/jobs/notes/checkNotes.js';
import { filesIn } from '../../../src/node/filesIn.js';

const worked = readFileSync('examples/worked-example-2-2-2.backprop.json', 'utf8');
const block = (config: string) => `\`\`\`backprop\n${config}\n\`\`\`\n`;
const check = (text: string): Promise<NotesReport> => checkNotes(text, filesIn('examples'));
const verdicts = ({ entries }: NotesReport) => entries.map(({ mark, verdict }) => [mark.name, verdict]);

const xor = JSON.stringify({
  layers: [{ units: 2, activation: 'tanh' }, { units: 1, activation: 'sigmoid' }],
  loss: 'binaryCrossEntropy',
  data: { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]] },
}); // prettier-ignore

describe('lecture notes', () => {
  it('have every number judged by its own digits', async () => {
    const report = await check(`${block(worked)}
net is <!-- backprop: net_h1 --> 0.378 or <!-- backprop: net_h1 --> 0.3775 and <!-- backprop: out_h1 --> 0.59,
<!-- backprop: E --> 0.298371109, <!-- backprop: dE/dw5 --> 8.22e-2, <!-- backprop: w5+ --> 0.3590,
<!-- backprop: w1 --> 0.15, <!-- backprop: i1 --> 0.06, <!-- backprop: t_o2 --> ____`);
    assert.deepEqual(report.problems, []);
    assert.deepEqual(verdicts(report), [
      ['net_h1', 'right'], ['net_h1', 'right'], ['out_h1', 'right'], ['E', 'right'], ['dE/dw5', 'right'],
      ['w5+', 'wrong'], ['w1', 'right'], ['i1', 'wrong'], ['t_o2', 'blank'],
    ]); // prettier-ignore
    assert.deepEqual(report.entries.map(({ right }) => right).slice(0, 8), [
      '0.378',
      '0.3775',
      '0.59',
      '0.298371109',
      '8.22e-2',
      '0.3589',
      '0.15',
      '0.05',
    ]);
  });

  it('tell a wrong number from one that is computed from a wrong one', async () => {
    const report = await check(
      `${block(worked)}<!-- backprop: net_h1 --> 0.0275 and <!-- backprop: out_h1 --> 0.506875`,
    );
    assert.deepEqual(verdicts(report), [['net_h1', 'wrong'], ['out_h1', 'follows']]); // prettier-ignore
    assert.deepEqual(report.entries[0].mistake, { kind: 'without', part: 'b1' });
  });

  it('have unknown names reported with the nearest one', async () => {
    const { problems, entries } = await check(
      `${block(worked)}<!-- backprop: net_hh1 --> 1 <!-- backprop: net_h7 --> 1 <!-- backprop: qqqqqqqq --> 1`,
    );
    assert.deepEqual(entries, []);
    assert.deepEqual(problems.map(({ code }) => code), Array(3).fill('unknown-quantity')); // prettier-ignore
    assert.match(problems[0].message, /"net_hh1"\. Did you mean "net_h1"\?$/);
    assert.match(problems[1].message, /"net_h7"\. Did you mean "net_h1"\?$/);
    assert.match(problems[2].message, /Use the names that its steps show/);
  });

  it('read a table with a row for each sample, and the number of one sample', async () => {
    const zero = 0.5;
    const table = `| x1 | x2 | <!-- backprop: out_o1 --> out |\n|---|---|---|\n| 0 | 0 | ${zero} |\n| 0 | 1 | 9 |\n`;
    const report = await check(`${block(xor)}${table}\n<!-- backprop: out_o1[1] --> 0.5`);
    assert.deepEqual(report.problems, []);
    assert.deepEqual(report.entries.map(({ verdict }) => verdict), ['right', 'wrong', 'right']); // prettier-ignore
    const rows = '| 0 | 1 | 9 |\n'.repeat(10);
    const long = await check(`${block(xor)}${table}${rows}`);
    assert.deepEqual([long.entries.length, long.problems.map(({ code }) => code)], [4, ['no-sample']]);
  });

  it('without a config, or with no number, say so', async () => {
    const codes = async (text: string) => (await check(text)).problems.map(({ code }) => code);
    assert.deepEqual(await codes('<!-- backprop: E --> 1'), ['no-config']);
    assert.deepEqual(await codes(block(worked)), ['no-numbers']);
    assert.deepEqual(await codes(''), ['no-config', 'no-numbers']);
    assert.deepEqual(await codes('x'.repeat(10_000_001)), ['notes-too-long']);
  });

  it('with two configs take each for the numbers below it', async () => {
    const other = worked.replace('0.15, 0.2', '0.25, 0.2');
    const mark = '<!-- backprop: net_h1 -->';
    const report = await check(`${block(worked)}${mark} 0.3775\n${block(other)}${mark} 0.3825\n`);
    assert.deepEqual(report.entries.map(({ verdict }) => verdict), ['right', 'right']); // prettier-ignore
  });

  it('have the errors of a config reported at their places, also with Windows line ends', async () => {
    const text =
      `Text\n\n${block(worked.replace('"sigmoid"', '"sigmoit"'))}<!-- backprop: E --> 1`.replaceAll(
        '\n',
        '\r\n',
      );
    const { problems, entries } = await check(text);
    assert.deepEqual(entries, []);
    const { span } = problems[0];
    assert.equal(text.slice(span.offset, span.offset + span.length), '"sigmoit"');
    const missing = await check(
      `${block('{"layers":[{"units":1}],"loss":"huber","data":{"file":"no.csv","target":"x"}}')}<!-- backprop: E --> 1`,
    );
    assert.match(missing.problems[0].message, /no\.csv/);
    const plain = await check(`${block('{"function":"x^2+y^2","start":[1,1]}')}<!-- backprop: E --> 1`);
    assert.deepEqual(plain.problems.map(({ code }) => code), ['no-network']); // prettier-ignore
  });

  it('find the files of a config beside them', async () => {
    const iris = readFileSync('examples/iris.backprop.json', 'utf8');
    const { problems, entries } = await check(`${block(iris)}<!-- backprop: E --> 99`);
    assert.deepEqual([problems, entries.length], [[], 1]);
  });

  it('name a text that is not a number', async () => {
    assert.deepEqual(verdicts(await check(`${block(worked)}<!-- backprop: E --> 0.29x`)), [['E', 'invalid']]);
  });
});

describe('a worksheet', () => {
  const sheet = (numbers: string) => check(`<!-- backprop: digits=4 -->\n${block(worked)}${numbers}`);

  it('asks for its own number of digits, and allows for rounding at each step', async () => {
    const report = await sheet(
      '<!-- backprop: net_h1 --> 0.3775 <!-- backprop: out_h1 --> 0.6 <!-- backprop: E --> 0.2984 <!-- backprop: w5+ --> 0.358916480',
    );
    assert.deepEqual(verdicts(report), [['net_h1', 'right'], ['out_h1', 'wrong'], ['E', 'right'], ['w5+', 'right']]); // prettier-ignore
    assert.deepEqual(report.entries[1].mistake, { kind: 'digits' });
    assert.equal(report.entries[1].right, '0.5933');
  });
});
