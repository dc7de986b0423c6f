import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import type { Kernels } from '../engine/wasm/kernels.js';
import { kernelBackends } from '../engine/wasm/backend.js';
import { endlessTraining } from './check.js';

/** What was the fastest, by machine and version of the engine that compiles the kernels. */
export class Choices {
  private readonly file: string;

  /** `folder`: null where nothing is to be kept. */
  constructor(private readonly folder: string | null) {
    this.file = path.join(folder ?? '', 'kernels.json');
  }

  get(): string | null {
    return this.read()[machine()] ?? null;
  }

  set(name: string): void {
    if (this.folder === null) return;
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.file, JSON.stringify({ ...this.read(), [machine()]: name }));
  }

  private read(): Record<string, string> {
    if (this.folder === null) return {};
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, string>;
    } catch {
      return {}; // not there yet, or half-written by another: then it is found out again
    }
  }
}

function machine(): string {
  const [{ model } = { model: '' }] = cpus();
  return [model, process.versions.v8, ...process.execArgv.filter((flag) => flag.includes('wasm'))].join(' ');
}

/** Milliseconds: until the compiler has done its best, and of a measurement. */
const warmUp = 40;
const measured = 12;

/** Milliseconds for a step of a network of middle size, the best of three. */
export function stepTime(kernels: Kernels): number {
  const { steps, state } = endlessTraining([192, 96, 24], 48, kernelBackends(kernels));
  const run = (ms: number): number => {
    const start = performance.now();
    const { step } = state;
    while (performance.now() < start + ms) steps.next();
    return (performance.now() - start) / (state.step - step);
  };
  run(warmUp);
  return Math.min(run(measured), run(measured), run(measured));
}
