import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import type { KernelPlace } from '../../src/backends/wasm/kernelPlace.js';
import { main } from '../../src/cli/main.js';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Returns the lines of standard output, parsed as JSON of the type that the caller expects. */
  readonly events: <T = Readonly<Record<string, unknown>>>() => T[];
}

/** Runs the command line in this process. */
export async function backprop(
  args: readonly string[],
  interrupted = new AbortController().signal,
  kernels: KernelPlace | null = null,
): Promise<Ran> {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const status = await main(args, {
    stdout,
    stderr,
    interrupted,
    kernels,
    page: 'dist/modelPage.html',
    child: null,
    threads: null,
  });
  const out = stdout.text;
  const events = <T>() => out.split('\n').flatMap((line) => (line ? [JSON.parse(line) as T] : []));
  return { status, out, err: stderr.text, events };
}

/** Returns the last line that a successful call prints with `--json`. */
export async function lastEvent<T = Readonly<Record<string, unknown>>>(...args: string[]): Promise<T> {
  const ran = await backprop([...args, '--json']);
  assert.equal(ran.status, 0, ran.err);
  return ran.events<T>().at(-1)!;
}

class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs a test with a config and other files in a folder that is removed afterwards. */
export async function withConfig<T>(
  config: object | string,
  files: Readonly<Record<string, string>>,
  run: (file: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(path.join(tmpdir(), 'backprop-cli-'));
  const file = path.join(directory, 'test.backprop.json');
  try {
    await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(directory, name), text);
    return await run(file);
  } finally {
    await rm(directory, { recursive: true });
  }
}
