import { readdirSync } from 'node:fs';

/** Returns the ids of the processes that are noted in a folder. */
export function processesIn(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => (name.startsWith('process-') ? [Number(name.slice(8))] : []));
}
