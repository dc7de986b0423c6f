import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandOutcome } from '../../src/data/commands.js';
import { commandsIn } from '../../src/node/commandsIn.js';

/** Fails the test where a process does not end: a signal of 0 is sent as long as that is possible. */
async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Whether a process runs. One that has ended and waits for its parent does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
}

async function untilWritten(file: string): Promise<number> {
  for (;;) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text.endsWith('\n')) return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('A command of the user', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'backprop-own-'))));
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs a Node script in the folder. */
  function run(
    script: string,
    { timeout = 50, input = ['{}'] as Iterable<string>, signal = new AbortController().signal } = {},
  ): Promise<CommandOutcome> {
    const command = [process.execPath, '-e', script];
    return commandsIn(folder).run({ command, timeout, input }, signal);
  }
  /** The code of a script that starts a process that never ends and notes its id in the file "child". */
  const startsChild = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'inherit' });
    require('node:fs').writeFileSync('child', child.pid + '\\n');`;
  const childIn = () => untilWritten(path.join(folder, 'child'));

  it('receives its input, and its output and its errors are read', async () => {
    const { end, stdout, stderr, archive } = await run(
      `const fs = require('node:fs');
       const [here, there] = [fs.readFileSync(0, 'utf8'), fs.readFileSync(process.env.BACKPROP_INPUT, 'utf8')];
       console.log(process.cwd(), here, here === there);
       console.error('a warning');`,
      { input: ['{"a"', ':', '"ü"}'] },
    );
    assert.deepEqual(end, { kind: 'exited', status: 0 });
    assert.equal(stdout, `${folder} {"a":"ü"} true\n`);
    assert.equal(stderr, 'a warning\n');
    assert.equal(archive, null);
  });

  it('may write an archive, and leaves no files behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('backprop-command-'));
    const { archive } = await run(`require('node:fs').writeFileSync(process.env.BACKPROP_OUTPUT, 'abc')`);
    assert.deepEqual([...archive!], [97, 98, 99]);
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('backprop-command-'));
    assert.deepEqual(after, before);
  });

  it('ends with its status or its signal', async () => {
    assert.deepEqual((await run('process.exit(3)')).end, { kind: 'exited', status: 3 });
    const { end } = await run(`process.kill(process.pid, 'SIGTERM')`);
    assert.deepEqual(end, { kind: 'killed', signal: 'SIGTERM' });
  });

  it('is stopped after its time limit, with all that it has started', async () => {
    const { end } = await run(`${startsChild} setInterval(() => {}, 1e6);`, { timeout: 1 });
    assert.deepEqual(end, { kind: 'timeout' });
    await untilGone(await childIn());
  });

  it('is stopped where it prints without end', async () => {
    const { end, stdout } = await run(`
      const chunk = 'x'.repeat(1 << 20);
      const print = () => process.stdout.write(chunk, print);
      print();`);
    assert.deepEqual(end, { kind: 'flood' });
    assert.ok(stdout.length <= 1 << 26);
  });

  it('does not wait for processes that it leaves behind, and ends them', async () => {
    const { end, stdout } = await run(`${startsChild} console.log('done'); process.exit(0);`);
    assert.deepEqual([end, stdout], [{ kind: 'exited', status: 0 }, 'done\n']);
    await untilGone(await childIn());
  });

  it('keeps the end of a long standard error, where the traceback is', async () => {
    const { stderr } = await run(
      `for (let i = 0; i < 300; i++) require('node:fs').writeSync(2, 'x'.repeat(1023) + '\\n');
       console.error('the end');`,
    );
    assert.equal(stderr.length, 1 << 16);
    assert.ok(stderr.endsWith('\nthe end\n'));
  });

  it('is not started where there is no such program, or it may not be executed', async () => {
    const { signal } = new AbortController();
    const codeOf = async (program: string) => {
      const { end } = await commandsIn(folder).run({ command: [program], timeout: 9, input: [] }, signal);
      assert.ok(end.kind === 'notStarted');
      return end.error.code;
    };
    assert.equal(await codeOf('no-such-program'), 'ENOENT');
    assert.equal(await codeOf('a\0b'), 'ERR_INVALID_ARG_VALUE');
    assert.equal(await codeOf(''), 'ERR_INVALID_ARG_VALUE');
    writeFileSync(path.join(folder, 'plain.py'), '');
    assert.equal(await codeOf('./plain.py'), 'EACCES');
  });

  it('ends as soon as it is canceled, with all that it has started', async () => {
    const controller = new AbortController();
    const running = run(`${startsChild} setInterval(() => {}, 1e6);`, { signal: controller.signal });
    const child = await childIn();
    controller.abort(new Error('canceled'));
    await assert.rejects(running, /canceled/);
    await untilGone(child);
    await assert.rejects(run('', { signal: controller.signal }), /canceled/);
  });

  it('ends when the process that runs it is killed', async () => {
    const owner = fork('test/node/commandOwner.ts', [folder, `${startsChild} setInterval(() => {}, 1e6);`], {
      execArgv: ['--import', 'tsx'],
    });
    const child = await childIn();
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await untilGone(child);
  });
});
