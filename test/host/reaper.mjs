/**
 * Ends process groups and removes folders after the process that started this one has ended in any way. Each line of
 * the input is {"pid": N, "live": BOOLEAN} or {"folder": PATH, "live": BOOLEAN}.
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
    // The group has already ended.
  }
}
// Processes that are ending may still be writing.
for (const folder of folders)
  rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
