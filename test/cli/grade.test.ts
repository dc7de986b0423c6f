import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Papa from 'papaparse';
import type { GradedAnswer } from '../../src/protocol.js';
import { classAnswers, homeworkGradients, writeClass } from '../jobs/classroom.js';
import { backprop } from './support.js';

describe('backprop grade', () => {
  let folder = '';
  let config = '';
  const at = (name: string): string => path.join(folder, name);
  const answer = JSON.stringify({ layers: homeworkGradients() });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'backprop-grade-'));
    config = await writeClass(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('prints one line for each answer of a folder, then how often each mistake was made', async () => {
    const { status, err, events } = await backprop(['grade', config, at('answers'), '--json']);
    assert.equal(status, 1);
    const rows = new Map(events<GradedAnswer>().map((row) => [path.basename(row.file), row]));
    assert.equal(rows.size, 30);
    for (const { file, verdict, mistake } of classAnswers) {
      const row = rows.get(file);
      assert.deepEqual([row?.verdict, row?.diagnoses.at(0)?.mistake ?? null], [verdict, mistake], file);
    }
    assert.match(err, /^Answers: 30; right: 12; wrong: 15; unreadable: 3$/m);
    assert.match(err, /^Activation derivative left out +6$/m);
    assert.match(err, /^Another formula: δ₁ = .* +2$/m);
  });

  it('prints a CSV table without --json, or writes it to a file', async () => {
    const printed = await backprop(['grade', config, at('answers')]);
    const written = await backprop(['grade', config, at('answers'), '-o', at('grades.csv')]);
    assert.deepEqual([printed.status, written.status, written.out], [1, 1, '']);
    assert.equal(await readFile(at('grades.csv'), 'utf8'), printed.out);
    const { data, errors } = Papa.parse<Record<string, string>>(printed.out.trimEnd(), { header: true });
    assert.deepEqual([data.length, errors], [30, []]);
    assert.equal(data.filter(({ mistakes }) => mistakes === 'missing-activation-derivative').length, 6);
  });

  it('succeeds where all answers are right', async () => {
    await writeFile(at('mine.json'), answer);
    const { status, err } = await backprop(['grade', config, at('mine.json')]);
    assert.deepEqual([status, err], [0, 'Answers: 1; right: 1; wrong: 0; unreadable: 0\n']);
  });

  it('counts the files of other kinds in a folder once, and reads the folders in it', async () => {
    const many = at('many');
    await mkdir(path.join(many, 'node_modules'), { recursive: true });
    await mkdir(path.join(many, 'Ada'));
    for (let i = 0; i < 1000; i++) await writeFile(path.join(many, `picture-${i}.png`), '');
    await writeFile(path.join(many, 'homework.backprop.json'), '{}');
    await writeFile(path.join(many, 'node_modules', 'a.json'), answer);
    await writeFile(path.join(many, 'Ada', 'a.json'), answer);
    const { status, err, events } = await backprop(['grade', config, many, '--json']);
    assert.equal(status, 0, err);
    assert.deepEqual(events<GradedAnswer>().map(({ file }) => file), [path.join(many, 'Ada', 'a.json')]); // prettier-ignore
    assert.match(err, /^Files of other kinds, which were skipped: 1,001$/m);
  });

  it('takes patterns, and grades each answer once', async () => {
    const pattern = `${at('answers')}/wrong-sign-*.json`;
    const { events } = await backprop(['grade', config, pattern, at('answers/wrong-sign-1.json'), '--json']);
    assert.deepEqual(
      events<GradedAnswer>().map(({ file }) => path.basename(file)),
      ['wrong-sign-1.json', 'wrong-sign-2.json', 'wrong-sign-3.json'],
    );
  });

  it('has a row for an answer that is missing', async () => {
    const { status, events } = await backprop(['grade', config, at('no.json'), at('answers/right-1.json'), '--json']); // prettier-ignore
    assert.equal(status, 1);
    const [missing, right] = events<GradedAnswer>();
    assert.deepEqual([missing.verdict, right.verdict], ['unreadable', 'right']);
    assert.deepEqual(missing.problems, [`There is no file "${at('no.json')}".`]);
  });

  it('says what is wrong with the call', async () => {
    await mkdir(at('empty'));
    const empty = await backprop(['grade', config, at('empty')]);
    assert.deepEqual([empty.status, /No answers were found/.test(empty.err)], [2, true]);
    const none = await backprop(['grade', config]);
    assert.deepEqual([none.status, /takes a config and answers/.test(none.err)], [2, true]);
    const descent = await backprop(['grade', 'examples/descent-right.backprop.json', at('answers')]);
    assert.deepEqual(
      [descent.status, /Only the gradients of a network can be graded/.test(descent.err)],
      [1, true],
    );
  });
});
