import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../../src/extension.js';
import type { ConfigView, RunState } from '../../src/protocol.js';
import { eventually, inFolder, openText, ourExtension } from './support.js';

const moons = (training: object): string =>
  JSON.stringify({
    layers: [
      { units: 6, activation: 'tanh' },
      { units: 1, activation: 'sigmoid' },
    ],
    loss: 'binaryCrossEntropy',
    data: { generator: 'moons', samples: 100, validationSplit: 0.2 },
    training,
  });

const run = (command: string, name?: string): Thenable<unknown> =>
  vscode.commands.executeCommand(`backprop.${command}`, ...(name ? [inFolder(name)] : []));

describe('A run', () => {
  let api: Api;
  before(async () => {
    api = (await ourExtension().activate()) as Api;
  });
  const view = (name: string): ConfigView | undefined => api.view(inFolder(name));
  const state = (name: string, wanted: RunState): Promise<ConfigView> =>
    eventually(`${name} is ${wanted}`, () => {
      const shown = view(name);
      return shown?.status?.state === wanted && shown;
    });

  it('trains, pauses, resumes, stops and resets by commands', async () => {
    const name = 'commands.backprop.json';
    await openText(name, moons({ epochs: 100_000_000 }));
    await run('train');
    await state(name, 'training');
    await run('pause');
    const paused = await state(name, 'paused');
    assert.ok(paused.history.epoch.length > 0);
    await run('resume');
    await eventually('it goes on', () => (view(name)?.status?.epoch ?? 0) > paused.status!.epoch);
    await run('stop');
    const stopped = await state(name, 'stopped');
    assert.deepEqual(
      [...stopped.history.epoch],
      Array.from({ length: stopped.status!.epoch + 1 }, (_, i) => i),
    );
    await run('reset');
    const ready = await state(name, 'ready');
    assert.notEqual(ready.status?.run, stopped.status?.run);
    await eventually('its start is known', () => view(name)?.history.epoch.length === 1);
    assert.equal(view(name)?.history.loss[0], stopped.history.loss[0]);
  });
});
