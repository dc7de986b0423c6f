/**
 * Installs locked sub-projects once into .host/ of the project. Each is installed in a temporary folder, which is
 * renamed when it is complete, so that interrupted or concurrent installations do no harm.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.js';
import { removeFolder, runProgram } from './processes.js';

const cache = path.join(projectRoot, '.host');

/**
 * Returns the folder in which the locked packages of a project are installed, and installs them if they are not.
 * @param name the name of the installation
 * @param project the folder with package.json and package-lock.json
 * @param others files and folders that the installation depends on as well
 * @param finish turns packages into the program
 */
export async function installLocked(
  name: string,
  project: string,
  others: readonly string[] = [],
  finish: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const manifests = ['package.json', 'package-lock.json'].map((file) => path.join(project, file));
  const version = hashOf([...manifests, ...others]);
  const target = path.join(cache, `${name}-${version}`);
  if (existsSync(target)) return target;
  console.error(`Installing ${name} into .host/ (once)…`);
  const folder = `${target}.${process.pid}.tmp`;
  removeOthers(name);
  mkdirSync(folder, { recursive: true });
  for (const file of manifests) cpSync(file, path.join(folder, path.basename(file)));
  await npmCi(folder);
  await finish(folder);
  publish(folder, target);
  return target;
}

/** Removes older versions and the remains of interrupted installations, whose processes do not exist any more. */
function removeOthers(name: string): void {
  if (!existsSync(cache)) return;
  for (const entry of readdirSync(cache)) {
    const pid = /\.(\d+)\.tmp$/.exec(entry)?.[1];
    if (entry.startsWith(`${name}-`) && !(pid && isAlive(Number(pid)))) removeFolder(path.join(cache, entry));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Renames the folder to its target, unless another process has installed it in the meantime. */
function publish(folder: string, target: string): void {
  try {
    renameSync(folder, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    removeFolder(folder);
  }
}

export function npmCi(folder: string): Promise<void> {
  return runProgram('npm', ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], {
    cwd: folder,
  });
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (entry: string): void => {
    if (path.extname(entry)) hash.update(readFileSync(entry));
    else for (const name of readdirSync(entry).sort()) add(path.join(entry, name));
  };
  paths.forEach(add);
  return hash.digest('hex').slice(0, 12);
}
