import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freshName, moons, run, stateOf, stopAll, viewWhen } from './lab.js';
import { eventually, inFolder, openText } from './support.js';

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source: { readonly name: string; readonly path?: string };
}

const { debug, commands, workspace } = vscode;

/** Waits until the innermost frame of the session satisfies a condition, and returns it. */
async function frameWhen(what: string, fits: (frame: Frame) => boolean): Promise<Frame> {
  return eventually(what, async () => {
    const session = debug.activeDebugSession;
    if (session?.type !== 'backprop') return false;
    const answer = session.customRequest('stackTrace', { threadId: 1 }) as Thenable<{ stackFrames: Frame[] }>;
    const frame = (await answer.then(undefined, () => ({ stackFrames: [] }))).stackFrames.at(0);
    return frame !== undefined && fits(frame) && frame;
  });
}

const frameNamed = (name: string): Promise<Frame> => frameWhen(name, (frame) => frame.name.startsWith(name));

/** The names of the requests that the editor has sent to the sessions. */
const requests: string[] = [];

/** Whether the editor has selected the frame of the last stop. Until then it ignores commands that act on it. */
let isFrameActive = false;

/** The requests that commands send, where the names differ. */
const asks: Readonly<Record<string, string>> = { start: 'launch', stepInto: 'stepIn', stepOver: 'next' };

/** The commands that only need a session, wherever it is stopped. */
const isOfSession = (command: string): boolean => command === 'start' || command === 'restart';

async function act(command: string): Promise<void> {
  if (!isOfSession(command)) await eventually('the stop is shown', () => isFrameActive);
  const before = requests.length;
  await commands.executeCommand(`workbench.action.debug.${command}`);
  await eventually(`${command} is requested`, () => requests.includes(asks[command] ?? command, before));
}

async function evaluate(expression: string): Promise<string> {
  const answer = (await debug.activeDebugSession?.customRequest('evaluate', {
    expression,
    context: 'watch',
  })) as { result: string };
  return answer.result;
}

/** Opens the worked example under a name that no other test uses. */
async function openWorked(): Promise<vscode.TextEditor> {
  const example = await workspace.fs.readFile(inFolder('worked-example-2-2-2.backprop.json'));
  return openText(freshName(), new TextDecoder().decode(example));
}

const lineOf = ({ document }: vscode.TextEditor, text: string): number =>
  document.positionAt(document.getText().indexOf(text)).line;

describe('The debugger', () => {
  const disposables: vscode.Disposable[] = [];
  before(() => {
    const onWillReceiveMessage = ({ command }: { command: string }): void => void requests.push(command);
    const onDidSendMessage = ({ event }: { event?: string }): void => {
      if (event === 'stopped') isFrameActive = false;
    };
    disposables.push(
      debug.registerDebugAdapterTrackerFactory('backprop', {
        createDebugAdapterTracker: () => ({ onWillReceiveMessage, onDidSendMessage }),
      }),
      debug.onDidChangeActiveStackItem((item) => {
        if (item instanceof vscode.DebugStackFrame) isFrameActive = true;
      }),
    );
  });
  after(() => {
    for (const disposable of disposables) disposable.dispose();
  });

  afterEach(async () => {
    debug.removeBreakpoints(debug.breakpoints);
    await debug.stopDebugging();
    await eventually('the session is over', () => debug.activeDebugSession === undefined);
    await stopAll();
  });

  it('starts on a config with F5, without a launch.json, and steps forward and back', async () => {
    const editor = await openWorked();
    await act('start');
    const first = await frameNamed('h1: net_h1 = 0.3775');
    assert.equal(first.line, lineOf(editor, '[0.15, 0.2]') + 1);
    assert.ok(first.source.path?.endsWith(editor.document.uri.path), first.source.path);
    await act('stepInto');
    await frameNamed('h1: out_h1 = 0.593269992');
    await act('stepOver');
    await frameNamed('h2: net_h2');
    await act('stepBack');
    await act('stepBack');
    await frameNamed('h1: net_h1 = 0.3775');
  });

  it('stops at breakpoints of the editor', async () => {
    const editor = await openWorked();
    const at = (text: string) =>
      new vscode.Location(editor.document.uri, new vscode.Position(lineOf(editor, text), 0));
    debug.addBreakpoints([
      new vscode.SourceBreakpoint(at('"names": ["o1", "o2"]'), true, 'epoch == 3'),
      new vscode.FunctionBreakpoint('h2', true, 'epoch == 5'),
    ]);
    await act('start');
    await frameNamed('h1: net_h1 = 0.3775');
    const verified = await debug.activeDebugSession?.getDebugProtocolBreakpoint(debug.breakpoints[0]);
    assert.deepEqual(verified, { id: 1, verified: true, line: lineOf(editor, '"names": ["o1", "o2"]') + 1 });
    await act('continue');
    await frameNamed('o1: net_o1');
    assert.equal(await evaluate('epoch'), '3');
    debug.removeBreakpoints(debug.breakpoints.filter((each) => each instanceof vscode.SourceBreakpoint));
    await act('continue');
    await frameNamed('h2: net_h2');
    assert.equal(await evaluate('epoch'), '5');
    await act('reverseContinue');
    await frameNamed('h1: net_h1 = 0.3775');
  });

  it('sets breakpoints where a launch.json writes the path of the program with ./', async () => {
    const uri = inFolder('worked-example-2-2-2.backprop.json');
    const editor = await vscode.window.showTextDocument(uri);
    const line = lineOf(editor, '"names": ["o1", "o2"]');
    debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(line, 0))),
    ]);
    const [folder] = workspace.workspaceFolders ?? [];
    const program = './worked-example-2-2-2.backprop.json';
    await debug.startDebugging(folder, { type: 'backprop', request: 'launch', name: 'relative', program });
    const { source } = await frameNamed('h1: net_h1 = 0.3775');
    assert.ok(source.path?.endsWith(uri.path) && !source.path.includes('/./'), source.path);
    const set = await debug.activeDebugSession?.getDebugProtocolBreakpoint(debug.breakpoints[0]);
    assert.deepEqual(set, { id: 1, verified: true, line: line + 1 });
  });

  it('reports that it shows the old text when the file is edited, and uses the new text after a restart', async () => {
    const editor = await openWorked();
    await act('start');
    await frameNamed('h1: net_h1 = 0.3775');
    const at = editor.document.positionAt(editor.document.getText().indexOf('0.15'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(editor.document.uri, new vscode.Range(at, at.translate(0, 4)), '0.25');
    await workspace.applyEdit(edit);
    await frameWhen('the old text', ({ source }) => source.name.endsWith('(old text)'));
    await act('restart');
    await frameNamed('h1: net_h1 = 0.3825');
  });

  it('continues from where a run was paused', async () => {
    const name = freshName();
    await openText(name, moons({ epochs: 1_000_000_000, batchSize: undefined }));
    await run('train');
    await viewWhen('some epochs', name, ({ status }) => (status?.epoch ?? 0) > 1);
    await run('pause');
    const { status } = await stateOf(name, 'paused');
    await vscode.window.showTextDocument(inFolder(name));
    await act('start');
    await frameWhen('the first stop', () => true);
    assert.ok(
      Number(await evaluate('epoch')) >= status!.epoch,
      `${await evaluate('epoch')} ${status!.epoch}`,
    );
    assert.ok(Number(await evaluate('epoch')) > 1);
  });
});

/** Waits until an editor shows a text with this start, and returns the text. */
function shownText(start: string): Promise<string> {
  return eventually(`a text that starts with ${start}`, () =>
    vscode.window.visibleTextEditors
      .map(({ document }) => document.getText())
      .find((text) => text.startsWith(start)),
  );
}

describe('Exporting a derivation', () => {
  afterEach(() => commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  for (const [format, starts] of Object.entries({ markdown: '# ', latex: '\\documentclass' })) {
    it(`opens the pass as ${format}`, async () => {
      const { document } = await openWorked();
      await commands.executeCommand('backprop.exportDerivation', document.uri, format, '');
      const text = await shownText(starts);
      for (const number of ['0.3775', '0.593269992', '0.298371109', '0.0821670406', '0.149780716'])
        assert.ok(text.includes(number), number);
    });
  }

  it('of one weight contains only the steps that the weight needs', async () => {
    const { document } = await openWorked();
    await commands.executeCommand('backprop.exportDerivation', document.uri, 'markdown', 'w5');
    const text = await shownText('# ');
    assert.ok(text.includes('0.35891648') && !text.includes('0.408666186'), text);
  });
});
