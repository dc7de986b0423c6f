/**
 * Manages programs and temporary folders that are removed with this process, even if it is killed. Each program has its
 * own process group, which is ended as a whole, including a server's extension hosts and a browser's child processes.
 */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

let reaper: ChildProcess | undefined;

/** Reports to the reaper, whose input closes when this process ends, and which then cleans up what is still live. */
function report(claim: { readonly pid: number } | { readonly folder: string }, live: boolean): void {
  if (!reaper) {
    const script = path.join(__dirname, 'reaper.mjs');
    reaper = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    reaper.unref();
    (reaper.stdin as Socket).unref();
  }
  reaper.stdin?.write(`${JSON.stringify({ ...claim, live })}\n`);
}

export function startProgram(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  if (child.pid !== undefined) report({ pid: child.pid }, true);
  return child;
}

/** Runs a program to its end. Rejects with its output if it fails. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<void> {
  const child = startProgram(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (child.pid !== undefined) report({ pid: child.pid }, false);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
}

/** Ends a program and its process group. Resolves when the program has ended. */
export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalGroup(child, 'SIGTERM');
    const impatience = setTimeout(() => signalGroup(child, 'SIGKILL'), 3000);
    await ended;
    clearTimeout(impatience);
  }
  signalGroup(child, 'SIGKILL');
  if (child.pid !== undefined) report({ pid: child.pid }, false);
}

export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `backprop-${purpose}-`));
  report({ folder }, true);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  report({ folder }, false);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
