/**
 * Programs and temporary folders that end with this process. Each program runs in a process group of its own, which is
 * ended as a whole, so that a server's extension hosts and a browser's helpers go with it: on `stop`, on exit, on Ctrl-C.
 */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const running = new Set<ChildProcess>();
const folders = new Set<string>();

export function startProgram(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  cleanUpAtExit();
  const child = spawn(command, args, { ...options, detached: true });
  running.add(child);
  return child;
}

/** Runs a program to its end; what it printed is the error when it fails. */
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
  running.delete(child);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
}

/** Resolves when the program itself has ended; whoever is left of its group is ended then. */
export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalGroup(child, 'SIGTERM');
    const impatience = setTimeout(() => signalGroup(child, 'SIGKILL'), 3000);
    await ended;
    clearTimeout(impatience);
  }
  signalGroup(child, 'SIGKILL');
  running.delete(child);
}

export function temporaryFolder(purpose: string): string {
  cleanUpAtExit();
  const folder = mkdtempSync(path.join(tmpdir(), `backprop-lab-${purpose}-`));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  folders.delete(folder);
}

let watching = false;
function cleanUpAtExit(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    running.forEach((child) => signalGroup(child, 'SIGKILL'));
    folders.forEach(removeFolder);
  });
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  process.on('SIGHUP', () => process.exit(129));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
