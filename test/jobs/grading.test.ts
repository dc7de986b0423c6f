import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Papa from 'papaparse';
import { loadDataset } from '../../src/data/loadDataset.js';
import { drain } from '../../src/engine/pacing.js';
import { countMistakes } from '../../src/jobs/grading/countMistakes.js';
import { createGradeSubject, type GradeSubject } from '../../src/jobs/grading/gradeSubject.js';
import { gradeFiles } from '../../src/jobs/grading/gradeFiles.js';
import { gradesCsv } from '../../src/jobs/grading/gradesCsv.js';
import { filesIn } from '../../src/node/filesIn.js';
import type { GradedAnswer } from '../../src/protocol.js';
import { specOf } from '../data/support.js';
import { classAnswers, firstWeights, homeworkConfig, homeworkGradients, writeClass } from './classroom.js';

async function subjectOf(config: object): Promise<GradeSubject> {
  const spec = await specOf(config);
  const { dataset } = await loadDataset(spec, filesIn('.'));
  assert.ok(dataset);
  return drain(createGradeSubject(spec, dataset));
}

describe('Grading', () => {
  let folder = '';
  let subject: GradeSubject;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'backprop-grading-'));
    subject = await subjectOf(homeworkConfig);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function grade(files: Readonly<Record<string, string | Uint8Array>>, of = subject) {
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    return gradeNames(Object.keys(files), of);
  }

  async function gradeNames(names: readonly string[], of = subject): Promise<GradedAnswer[]> {
    const answers: GradedAnswer[] = [];
    for await (const answer of gradeFiles(of, filesIn(folder), names, {})) answers.push(answer);
    return answers;
  }

  it('finds the mistake of each of 30 answers in many formats', async () => {
    await writeClass(folder);
    const answers = await gradeNames(classAnswers.map(({ file }) => path.join('answers', file)));
    assert.deepEqual(
      answers.map(({ verdict, diagnoses }) => [verdict, diagnoses.at(0)?.mistake ?? null]),
      classAnswers.map(({ verdict, mistake }) => [verdict, mistake]),
    );
    assert.deepEqual(
      countMistakes(answers).map(({ title, answers: made }) => [title.replace(/:.*/, ''), made]),
      [
        ['Activation derivative left out', 6],
        ['Mean over the batch left out', 4],
        ['Wrong sign', 3],
        ['Another formula', 2],
      ],
    );
    for (const answer of answers) {
      const { verdict, right, wrong, undecided, missing, problems } = answer;
      if (verdict === 'unreadable') assert.equal(problems.length, 1, JSON.stringify(answer));
      else assert.deepEqual([right + wrong + undecided, missing, problems], [43, 0, []]);
      assert.equal(wrong > 0, verdict === 'wrong');
      assert.equal(answer.firstWrong !== null, verdict === 'wrong');
    }
  });

  it('says where the first wrong number is', async () => {
    const [first, second] = homeworkGradients();
    const off = [second.weights[0], second.weights[1].with(2, 5), second.weights[2]];
    const text = JSON.stringify({ dW1: first.weights, db1: first.bias, dW2: off, db2: second.bias }, null, 1);
    const [{ firstWrong, place, wrong, right }] = await grade({ 'a.json': text });
    assert.deepEqual([wrong, right], [1, 42]);
    assert.deepEqual([firstWrong?.layer, firstWrong?.tensor, firstWrong?.index, firstWrong?.given], [2, 'weights', [1, 2], 5]); // prettier-ignore
    assert.ok(Math.abs((firstWrong?.truth ?? NaN) - second.weights[1][2]) < 1e-12);
    const line = text.split('\n')[(place?.line ?? 0) - 1];
    assert.equal(line.slice((place?.column ?? 0) - 1).replace(/,$/, ''), '5');
  });

  it('calls a convention right and says which it is', async () => {
    const negated = homeworkGradients().map(({ weights, bias }) => ({
      weights: weights.map((row) => row.map((x) => -x)),
      bias: bias.map((x) => -x),
    }));
    const answers = await grade({ 'a.json': JSON.stringify({ layers: negated }) });
    const [{ verdict, diagnoses }] = answers;
    assert.deepEqual([verdict, diagnoses.map(({ title, key }) => [title, key])], ['right', [['Sign convention', null]]]); // prettier-ignore
    assert.deepEqual(countMistakes(answers), []);
  });

  it('counts gradients that were not given, and does not call them wrong', async () => {
    const [first] = homeworkGradients();
    const [part, array] = await grade({
      'a.json': JSON.stringify({ dW1: first.weights, db1: first.bias }),
      'first.npy': firstWeights(),
    });
    assert.deepEqual([part.verdict, part.right, part.missing], ['right', 25, 18]);
    assert.deepEqual([array.verdict, array.right, array.missing], ['right', 20, 23]);
  });

  it('has a row for every answer that cannot be read', async () => {
    const answers = await grade({
      'a.mat': 'MATLAB',
      'empty.json': '',
      'nulls.json': '{ "dW1": [[null, null, null, null]] }',
      'other.json': '{ "accuracy": [0.9] }',
      'nan.json': '{ "dW1": [[NaN]] }',
      'many.json': JSON.stringify({ layers: [1, 2, 3].map(() => ({ weights: [[1]] })) }),
      'unknown.json': '{ "nothing": 3 }',
    });
    const missing = await gradeNames(['not-there.json', '.']);
    for (const { file, verdict, problems } of [...answers, ...missing])
      assert.deepEqual([verdict, problems.length > 0], ['unreadable', true], file);
    assert.match(answers[0].problems[0], /"a\.mat" is a MATLAB file.*jsonencode/);
    assert.match(answers[1].problems[0], /np\.savez/);
    assert.match(answers[6].problems[0], /The pass has no quantity "nothing"/);
  });

  it('says that a shape is wrong, and where', async () => {
    const [{ verdict, diagnoses, place, missing }] = await grade({
      'a.json': '{\n "dW2": [[1, 2], [3, 4]]\n}',
    });
    assert.deepEqual(
      [verdict, diagnoses[0].mistake, place?.line, missing],
      ['wrong', 'compare-shape', 2, 28],
    );
  });

  it('grades quantities of a pass that were computed by hand', async () => {
    const config = {
      layers: [{ weights: [[0.5, -0.25]], bias: [0.1], activation: 'identity', names: ['o'] }],
      loss: 'halfSquaredError',
      data: { inputs: [[1, 2]], targets: [[1]] },
    };
    const [right, wrong] = await grade(
      { 'a.json': '{ "net_o": 0.1, "out_o": 0.1 }', 'b.json': '{\n "net_o": 0.1,\n "out_o": 0.2 }' },
      await subjectOf(config),
    );
    assert.deepEqual([right.verdict, right.right], ['right', 2]);
    assert.deepEqual(
      [wrong.verdict, wrong.wrong, wrong.firstWrong?.name, wrong.place?.line, wrong.diagnoses[0].mistake],
      ['wrong', 1, 'out_o', 3, 'sheet-wrong'],
    );
  });

  it('writes a table in which spreadsheets compute nothing', async () => {
    const answers = await grade({
      '=1+1.json': JSON.stringify({ layers: homeworkGradients('delta: negated') }),
    });
    const { data } = Papa.parse<Record<string, string>>(gradesCsv(answers), { header: true });
    assert.equal(data[0].file, "'=1+1.json");
    assert.deepEqual([data[0].verdict, data[0].mistakes], ['wrong', 'wrong-sign']);
    assert.equal(Number(data[0].given), answers[0].firstWrong?.given);
  });
});
