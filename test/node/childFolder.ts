import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasFusedMultiplyAdd } from '../../src/backends/wasm/features.js';
import type { KernelPlace } from '../../src/backends/wasm/kernelPlace.js';
import { processesIn } from './processNotes.js';
import { Driver, specOf } from '../worker/support.js';

/** The worker's entry for child processes with a flag that any Node supports. */
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

/** The code by which each process notes itself in a file, which it removes when it ends. */
const note = `
const fs = require('node:fs');
const file = require('node:path').join(__dirname, 'process-' + process.pid);
if (require('node:worker_threads').isMainThread) {
  fs.writeFileSync(file, '');
  process.on('exit', () => fs.rmSync(file, { force: true }));
}
`;

/**
 * A folder with stored kernel choices that make large networks train in child processes, and a note of each process.
 */
export class ChildFolder {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'backprop-child-'));
  readonly place: KernelPlace = {
    folder: path.resolve('dist'),
    threads: 1,
    cache: this.folder,
    revectorize: true,
  };
  /** The path of the stored choices. */
  readonly choices = path.join(this.folder, 'kernels.json');
  /** The environment variables that the worker's entry reads. */
  readonly environment = {
    BACKPROP_TEST_FLAG: path.join(this.folder, 'note.cjs'),
    BACKPROP_TEST_SHAPE: hasFusedMultiplyAdd() ? 'fused-6x4' : 'plain-4x2',
  };

  /** Lets a worker store its verdict on child processes, and then replaces it by a positive one. */
  async setUp(): Promise<void> {
    Object.assign(process.env, this.environment);
    writeFileSync(this.environment.BACKPROP_TEST_FLAG, note);
    const probing = await Driver.open({ kernels: this.place }, childEntry);
    const spec = await specOf(trained({ epochs: 1 }));
    probing.post({ type: 'start', run: 'probing', spec, directory: '', train: true, checkpoint: null });
    await probing.settled('probing', 'done');
    await probing.close();
    const found = readFileSync(this.choices, 'utf8');
    assert.match(found, /--require [^"]*":"(yes|no)"/);
    writeFileSync(this.choices, found.replace(/(--require [^"]*":)"no"/, '$1"yes"'));
    for (const pid of this.processes()) await this.forget(pid); // The probe's process was killed.
  }

  async tearDown(): Promise<void> {
    delete process.env.BACKPROP_TEST_FLAG;
    delete process.env.BACKPROP_TEST_SHAPE;
    await rm(this.folder, { recursive: true });
  }

  processes(): number[] {
    return processesIn(this.folder);
  }

  /** Removes the note of a process that was killed. */
  async forget(pid: number): Promise<void> {
    await rm(path.join(this.folder, `process-${pid}`), { force: true });
  }
}
