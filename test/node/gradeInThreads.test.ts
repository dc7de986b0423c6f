import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gradeInThreads } from '../../src/node/gradeInThreads.js';
import type { GradedAnswer, GradeRequest } from '../../src/protocol.js';
import { specOf } from '../data/support.js';
import { classAnswers, homeworkConfig, writeClass } from '../jobs/classroom.js';
import { workerScript } from '../worker/support.js';

describe('Answers graded in several threads', () => {
  let folder = '';
  let script = '';
  before(async () => {
    script = await workerScript();
    folder = await mkdtemp(path.join(tmpdir(), 'backprop-threads-'));
    await writeClass(folder);
  });
  after(() => rm(folder, { recursive: true }));

  async function requestFor(config: object): Promise<GradeRequest> {
    const spec = await specOf(config);
    const names = classAnswers.map(({ file }) => file);
    return { type: 'grade', spec, directory: folder, folder: path.join(folder, 'answers'), names };
  }
  const threads = () => ({ script, translations: undefined });

  it('come in their order, with the verdict of each', async () => {
    const answers: GradedAnswer[] = [];
    const request = await requestFor(homeworkConfig);
    for await (const answer of gradeInThreads(threads(), request, 3, new AbortController().signal))
      answers.push(answer);
    assert.deepEqual(
      answers.map(({ file, verdict, diagnoses }) => [file, verdict, diagnoses.at(0)?.mistake ?? null]),
      classAnswers.map(({ file, verdict, mistake }) => [file, verdict, mistake]),
    );
  });

  it('end as soon as the signal is aborted', async () => {
    const request = await requestFor(homeworkConfig);
    const controller = new AbortController();
    const graded = gradeInThreads(threads(), request, 2, controller.signal);
    await graded.next();
    controller.abort();
    await assert.rejects(async () => {
      for await (const answer of graded) assert.ok(answer);
    }, /abort/i);
  });

  it('are refused with the reason if the data cannot be loaded', async () => {
    const request = await requestFor({ ...homeworkConfig, data: { file: 'no.csv', target: 'y' } });
    await assert.rejects(
      gradeInThreads(threads(), request, 2, new AbortController().signal).next(),
      /There is no file "no\.csv"/,
    );
  });
});
