/** Gives tests access to the extension: its commands, and its views of the configs in the open folder. */
import * as vscode from 'vscode';
import type { Api } from '../../src/extension.js';
import type { ConfigView, RunState } from '../../src/protocol.js';
import { eventually, inFolder, ourExtension } from './support.js';

/** Returns the config of a small network that trains quickly. */
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
/** Returns a new file name, so that no stored state of another config is restored. */
export function freshName(): string {
  return `config-${++made}-${Date.now()}.backprop.json`;
}

/** A training that is too long to end during a test on any machine. */
export const endless = { epochs: 1_000_000, batchSize: 1 };

export async function viewOf(name: string): Promise<ConfigView | undefined> {
  const api = (await ourExtension().activate()) as Api;
  return api.view(inFolder(name));
}

/** Waits until a config's view satisfies a condition, and returns it. */
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

/** Runs a command of the extension on a config in the folder, or on the active one. */
export function run(command: string, name?: string): Thenable<unknown> {
  return vscode.commands.executeCommand(`backprop.${command}`, ...(name ? [inFolder(name)] : []));
}

/** Waits until the problems of a file satisfy a condition, and returns them. */
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

/** Stops all runs, so that they take no time from the next test. */
export async function stopAll(): Promise<void> {
  for (const { document } of vscode.window.visibleTextEditors) {
    if (document.languageId === 'backprop')
      await vscode.commands.executeCommand('backprop.stop', document.uri);
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
