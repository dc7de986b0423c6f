import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { readFileSync } from 'node:fs';

/** Describes the machine in one line: processor, cores, memory, system. */
export function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const [first] = cpus();
  return `${first.model.trim()}, ${availableParallelism()} cores, ${gigabytes} GB, ${system()} (${process.arch})`;
}

function system(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    if (name) return `${name}, ${type()} ${release()}`;
  } catch {
    // The file is missing on some systems.
  }
  return `${type()} ${release()}`;
}
