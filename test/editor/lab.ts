/** The extension as a test sees it: its commands, and what it says of a config of the open folder. */
import * as vscode from 'vscode';
import type { Api } from '../../src/extension.js';
import type { ConfigView, RunState } from '../../src/protocol.js';
import { eventually, inFolder, ourExtension } from './support.js';

/** A small network that trains at once. */
export function moons(training: object = {}, more: object = {}): string {
  const config = {
    layers: [
      { units: 6, activation: 'tanh' },
      { units: 1, activation: 'sigmoid' },
    ],
    loss: 'binaryCrossEntropy',
    data: { generator: 'moons', samples: 100, validationSplit: 0.2 },
    training: { batchSize: 10, ...training },
    ...more,
  };
  return JSON.stringify(config, null, 2);
}

let made = 0;
/** A name that no config has had: what was kept of another must not come back. */
export function freshName(): string {
  return `config-${++made}-${Date.now()}.backprop.json`;
}

/** So many epochs, and so long ones, that the run is still on when the test has looked at it, on any machine. */
export const endless = { epochs: 1_000_000, batchSize: 1 };

export async function viewOf(name: string): Promise<ConfigView | undefined> {
  const api = (await ourExtension().activate()) as Api;
  return api.view(inFolder(name));
}

/** The config's view once it fits. */
export function viewWhen(
  what: string,
  name: string,
  fits: (view: ConfigView) => boolean,
): Promise<ConfigView> {
  return eventually(`${name}: ${what}`, async () => {
    const view = await viewOf(name);
    return view && fits(view) && view;
  });
}

export function stateOf(name: string, state: RunState): Promise<ConfigView> {
  return viewWhen(state, name, ({ status }) => status?.state === state);
}

/** Runs a command of ours, on a config of the folder or on the active one. */
export function run(command: string, name?: string): Thenable<unknown> {
  return vscode.commands.executeCommand(`backprop.${command}`, ...(name ? [inFolder(name)] : []));
}

/** The problems of a file that satisfy the test, once they do. */
export function problemsWhen(
  what: string,
  name: string,
  fit: (problems: readonly vscode.Diagnostic[]) => boolean,
): Promise<vscode.Diagnostic[]> {
  return eventually(`${name}: ${what}`, () => {
    const problems = vscode.languages.getDiagnostics(inFolder(name));
    return fit(problems) && problems;
  });
}

/** Ends what runs, so that the next test has the machine for itself. */
export async function stopAll(): Promise<void> {
  for (const { document } of vscode.window.visibleTextEditors) {
    if (document.languageId === 'backprop')
      await vscode.commands.executeCommand('backprop.stop', document.uri);
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
