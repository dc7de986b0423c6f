/**
 * Outlives the process that started it, however that one ends: then ends the process groups and removes the folders that
 * it was told of. Each line of its input is {"pid": N, "live": BOOLEAN} or {"folder": PATH, "live": BOOLEAN}.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const groups = new Set();
const folders = new Set();

for await (const line of createInterface({ input: process.stdin })) {
  const { pid, folder, live } = JSON.parse(line);
  const [set, item] = pid === undefined ? [folders, folder] : [groups, pid];
  if (live) set.add(item);
  else set.delete(item);
}
for (const pid of groups) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
// What has just been ended, and a browser that ends once its pipe is closed, may still be writing.
for (const folder of folders)
  rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
