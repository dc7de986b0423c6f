import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasFusedMultiplyAdd } from '../../src/backends/wasm/features.js';
import type { KernelPlace } from '../../src/backends/wasm/kernelPlace.js';
import { processesIn } from './processNotes.js';
import { Driver, specOf } from '../worker/support.js';

/** The worker's entry for child processes with a flag that any Node knows. */
export const childEntry = 'test/node/childMain.ts';

/** A network that is large enough to train in a child process. */
export const large = {
  layers: [
    { units: 280, activation: 'tanh' },
    { units: 230, activation: 'relu', dropout: 0.2 },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 96, noise: 0.1, validationSplit: 0.25 },
  training: { optimizer: { type: 'adam', learningRate: 0.001 }, epochs: 12, batchSize: 24, precision: 'float32' },
}; // prettier-ignore
export const trained = (training: object) => ({ ...large, training: { ...large.training, ...training } });

/** Notes which processes there are, each a file that goes at its end. */
const note = `
const fs = require('node:fs');
const file = require('node:path').join(__dirname, 'process-' + process.pid);
if (require('node:worker_threads').isMainThread) {
  fs.writeFileSync(file, '');
  process.on('exit', () => fs.rmSync(file, { force: true }));
}
`;

/** A folder of kernels' choices by which large networks train in child processes, with a note of each process. */
export class ChildFolder {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'backprop-child-'));
  readonly place: KernelPlace = {
    folder: path.resolve('dist'),
    threads: 1,
    cache: this.folder,
    revectorize: true,
  };
  /** Where the choices are. */
  readonly choices = path.join(this.folder, 'kernels.json');
  /** What the worker's entry goes by. */
  readonly environment = {
    BACKPROP_TEST_FLAG: path.join(this.folder, 'note.cjs'),
    BACKPROP_TEST_SHAPE: hasFusedMultiplyAdd() ? 'fused-6x4' : 'plain-4x2',
  };

  /** Lets a worker find out whether a process is worth it, then says that it is. */
  async setUp(): Promise<void> {
    Object.assign(process.env, this.environment);
    writeFileSync(this.environment.BACKPROP_TEST_FLAG, note);
    const asking = await Driver.open({ kernels: this.place }, childEntry);
    const spec = await specOf(trained({ epochs: 1 }));
    asking.post({ type: 'start', run: 'asking', spec, directory: '', train: true, checkpoint: null });
    await asking.settled('asking', 'done');
    await asking.close();
    const found = readFileSync(this.choices, 'utf8');
    assert.match(found, /--require [^"]*":"(yes|no)"/);
    writeFileSync(this.choices, found.replace(/(--require [^"]*":)"no"/, '$1"yes"'));
    for (const pid of this.processes()) await this.forget(pid); // the probe's was ended hard
  }

  async tearDown(): Promise<void> {
    delete process.env.BACKPROP_TEST_FLAG;
    delete process.env.BACKPROP_TEST_SHAPE;
    await rm(this.folder, { recursive: true });
  }

  processes(): number[] {
    return processesIn(this.folder);
  }

  /** Removes the note of a process that was ended hard. */
  async forget(pid: number): Promise<void> {
    await rm(path.join(this.folder, `process-${pid}`), { force: true });
  }
}
