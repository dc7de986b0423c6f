import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../../src/extension.js';
import type { GradesView } from '../../src/protocol.js';
import { classAnswers, homeworkConfig } from '../jobs/classroom.js';
import { stopAll } from './lab.js';
import { eventually, inFolder, ourExtension } from './support.js';

const write = (name: string, content: string | Uint8Array): Thenable<void> =>
  vscode.workspace.fs.writeFile(
    inFolder(name),
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  );

async function gradesWhen(folder: vscode.Uri, fits: (view: GradesView) => boolean): Promise<GradesView> {
  const api = (await ourExtension().activate()) as Api;
  return eventually('the grades', () => {
    const view = api.grades(folder);
    return view && fits(view) && view;
  });
}

const gradesTabs = (): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('backprop.grades'),
    );

describe('Grading the answers of a class', () => {
  const folder = inFolder('class/answers');
  before(async () => {
    await write('class/homework.backprop.json', JSON.stringify(homeworkConfig));
    for (const { file, content } of classAnswers) await write(`class/answers/${file}`, content);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await stopAll();
  });

  it('takes the config of the nearest folder and lists every answer with its mistake', async () => {
    await vscode.commands.executeCommand('backprop.gradeAnswers', folder);
    const { answers, mistakes, configName, reason } = await gradesWhen(
      folder,
      ({ state }) => state === 'done' || state === 'failed',
    );
    assert.deepEqual([configName, reason], ['class/homework.backprop.json', null]);
    const byFile = new Map(answers.map((answer) => [answer.file, answer]));
    for (const { file, verdict, mistake } of classAnswers)
      assert.deepEqual([byFile.get(file)?.verdict, byFile.get(file)?.diagnoses.at(0)?.mistake ?? null], [verdict, mistake], file); // prettier-ignore
    assert.deepEqual(mistakes.map(({ answers: made }) => made), [6, 4, 3, 2]); // prettier-ignore
    assert.deepEqual(gradesTabs().map(({ label }) => label), ['Grades of answers']); // prettier-ignore
  });

  it('shows one page for a folder, which grades again what has changed', async () => {
    await vscode.commands.executeCommand('backprop.gradeAnswers', folder);
    await gradesWhen(folder, ({ state }) => state === 'done');
    await write('class/answers/matlab.mat', 'still not read');
    await write('class/answers/late.json', '{');
    await vscode.commands.executeCommand('backprop.gradeAnswers', folder);
    const { answers } = await gradesWhen(folder, ({ state, total }) => state === 'done' && total === 31);
    assert.equal(answers.find(({ file }) => file === 'late.json')?.verdict, 'unreadable');
    assert.equal(gradesTabs().length, 1);
    await vscode.workspace.fs.delete(inFolder('class/answers/late.json'));
  });

  it('says why nothing can be graded', async () => {
    await write('empty/homework.backprop.json', JSON.stringify(homeworkConfig));
    await vscode.commands.executeCommand('backprop.gradeAnswers', inFolder('empty'));
    const { reason } = await gradesWhen(inFolder('empty'), ({ state }) => state === 'failed');
    assert.match(reason ?? '', /There are no answers in this folder/);
  });
});
