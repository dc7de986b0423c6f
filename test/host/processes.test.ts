import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.js';

/** A script that starts a program and creates a temporary folder as tests do, prints both, and keeps running. */
const script = `
  const { startProgram, temporaryFolder } = require('./test/host/processes.ts');
  const folder = temporaryFolder('killed');
  const child = startProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  console.log(JSON.stringify({ folder, pid: child.pid }));
  setInterval(() => {}, 1000);
`;

interface Started {
  readonly folder: string;
  readonly pid: number;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Resolves when a condition holds. Mocha's timeout ends the wait. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('What a test has started', () => {
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
    it(`ends with it where ${signal} ends it`, async () => {
      const test = spawn(process.execPath, ['--import', 'tsx', '--eval', script], { cwd: projectRoot });
      const [line] = (await once(test.stdout, 'data')) as [Buffer];
      const { folder, pid } = JSON.parse(line.toString()) as Started;
      assert.ok(path.isAbsolute(folder) && existsSync(folder) && isAlive(pid));
      test.kill(signal);
      await until(() => !isAlive(pid) && !existsSync(folder));
    });
  }
});
