/**
 * Locked sub-projects: installed once into .host/ of the project. An installation is made in a folder of its own and
 * renamed when it is complete, so an interrupted one is never taken for a good one, and two at a time do no harm.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.js';
import { removeFolder, runProgram } from './processes.js';

const cache = path.join(projectRoot, '.host');

/**
 * Where the locked packages of a folder are installed; installs them when they are not.
 * @param name of the installation
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

/** Older versions, and what interrupted installations left behind. One that is under way has a living process. */
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

/** Another process may have been faster; then its installation serves. */
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
