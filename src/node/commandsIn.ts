import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CommandCall, CommandEnd, CommandOutcome, Commands } from '../data/commands.js';
import { isSystemError } from '../data/systemReason.js';
import { limits } from '../engine/limits.js';

/** The bytes of standard error that are kept: a traceback is at its end. */
const keptOfStderr = 1 << 16;
/** The time in ms for which the output of a program is still read after its end. */
const drainMs = 1000;

/** Returns the programs that a config in a directory may run. */
export const commandsIn = (directory: string): Commands => ({
  run: async (call, signal) => {
    signal.throwIfAborted();
    const folder = await mkdtemp(path.join(tmpdir(), 'backprop-command-'));
    try {
      return await runIn(folder, directory, call, signal);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** Runs a program with files in `folder` for its input and its output. */
async function runIn(
  folder: string,
  directory: string,
  { command: [program, ...args], timeout, input }: CommandCall,
  signal: AbortSignal,
): Promise<CommandOutcome> {
  const [given, wanted] = [path.join(folder, 'input.json'), path.join(folder, 'output.npz')];
  await writeParts(given, input, signal);
  const stdin = await open(given);
  try {
    const child = spawn(program, args, {
      cwd: directory,
      env: { ...process.env, BACKPROP_INPUT: given, BACKPROP_OUTPUT: wanted },
      // The program finds the file on standard input, where nothing can block or break.
      stdio: [stdin.fd, 'pipe', 'pipe'],
      // A process group of its own, so that it can be ended with everything that it has started.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    return { ...(await outcomeOf(child, timeout, signal)), archive: await archiveAt(wanted) };
  } catch (error) {
    if (signal.aborted || !isSystemError(error)) throw error;
    return { end: { kind: 'notStarted', error }, stdout: '', stderr: '', archive: null };
  } finally {
    await stdin.close();
  }
}

/** Writes a text in parts, and lets others work in between. */
async function writeParts(file: string, parts: Iterable<string>, signal: AbortSignal): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    let pending = '';
    for (const part of parts) {
      pending += part;
      if (pending.length < 1 << 16) continue;
      await handle.write(pending);
      pending = '';
      signal.throwIfAborted();
    }
    await handle.write(pending);
  } finally {
    await handle.close();
  }
}

async function archiveAt(file: string): Promise<Uint8Array | null> {
  const facts = await stat(file).catch(() => null);
  return facts?.isFile() && facts.size <= limits.givenBytes ? readFile(file) : null;
}

/** Reads a program's output until it has ended, and ends it where it exceeds a limit. */
async function outcomeOf(
  child: ChildProcess,
  timeout: number,
  signal: AbortSignal,
): Promise<Omit<CommandOutcome, 'archive'>> {
  const stops: CommandEnd[] = [];
  const stop = (...why: CommandEnd[]): void => {
    stops.push(...why);
    endGroup(child);
  };
  const onAbort = (): void => stop();
  const guard = guardOf(child);
  const timer = setTimeout(() => stop({ kind: 'timeout' }), timeout * 1000);
  signal.addEventListener('abort', onAbort);
  const closed = once(child, 'close').catch(() => undefined);
  const stdout = collect(child, 'stdout', limits.commandBytes, () => stop({ kind: 'flood' }));
  const stderr = collect(child, 'stderr', keptOfStderr);
  try {
    const [status, killer] = (await once(child, 'exit')) as [number | null, string | null];
    // What the program has left running must not keep its output open.
    endGroup(child);
    await Promise.race([closed, delay(drainMs, undefined, { ref: false })]);
    signal.throwIfAborted();
    const ended: CommandEnd =
      status === null ? { kind: 'killed', signal: killer ?? '' } : { kind: 'exited', status };
    return { end: stops.at(0) ?? ended, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    guard?.kill('SIGKILL');
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

/**
 * Keeps the last `most` bytes that a program writes to a stream, and returns a function that returns them as text.
 * `onFull` is called as soon as there are more.
 */
function collect(
  child: ChildProcess,
  name: 'stdout' | 'stderr',
  most: number,
  onFull?: () => void,
): () => string {
  let [chunks, size] = [[] as Buffer[], 0];
  child[name]?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    else if (onFull) onFull();
    else {
      chunks = [Buffer.concat([...chunks, chunk]).subarray(-most)];
      size = most;
    }
  });
  return () => Buffer.concat(chunks).toString();
}

/**
 * Starts a process that ends a program's group as soon as this process or thread has ended, whatever the cause: its
 * standard input then closes. Returns null where there are no process groups.
 */
function guardOf({ pid }: ChildProcess): ChildProcess | null {
  if (pid === undefined || process.platform === 'win32') return null;
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -9 -"$1"', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined);
  return guard;
}

/** Ends a program and everything that it has started in its process group. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended.
  }
}
