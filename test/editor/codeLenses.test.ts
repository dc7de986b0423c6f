import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { endless, moons, run, stateOf, stopAll, freshName } from './lab.js';
import { eventually, inFolder, openText } from './support.js';

let name: string;
beforeEach(() => (name = freshName()));

async function lenses(): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', inFolder(name));
}

const ofRuns = ['train', 'pause', 'resume', 'stop', 'reset', 'openPanel', 'showProblems'];

/** Returns the commands of the code lenses that control a run, without their namespace. */
const commands = (found: readonly vscode.CodeLens[]): string =>
  found
    .map(({ command }) => command!.command.replace('backprop.', ''))
    .filter((command) => ofRuns.includes(command))
    .join(' ');

const showing = (wanted: string): Promise<vscode.CodeLens[]> =>
  eventually(`the lenses ${wanted}`, async () => {
    const found = await lenses();
    return commands(found) === wanted && found;
  });

describe('Code lenses', () => {
  afterEach(() => stopAll());

  it('offer what can be done, above the first line of JSON', async () => {
    await openText(name, `// A comment\n${moons(endless)}`);
    const [train] = await showing('train openPanel');
    assert.equal(train.range.start.line, 1);
    await vscode.commands.executeCommand(train.command!.command, ...(train.command!.arguments as unknown[]));
    await stateOf(name, 'training');
    const told = (await showing('pause stop openPanel openPanel')).at(-1)!;
    assert.match(told.command!.title, /Training/);
    await run('pause', name);
    const paused = (await showing('resume stop reset openPanel openPanel')).at(-1)!;
    assert.match(paused.command!.title, /Paused [\d,]+ \/ 1,000,000 · loss \d/);
    await run('stop', name);
    await showing('train reset openPanel openPanel');
  });

  it('lead to the problems where there are any', async () => {
    await openText(name, moons().replace('"tanh"', '"tamh"'));
    await showing('showProblems openPanel');
  });

  it('can be switched off', async () => {
    await openText(name, moons());
    await showing('train openPanel');
    const settings = vscode.workspace.getConfiguration();
    await settings.update('backprop.codeLens', false, vscode.ConfigurationTarget.Global);
    await showing('');
    await settings.update('backprop.codeLens', undefined, vscode.ConfigurationTarget.Global);
    await showing('train openPanel');
  });
});
