import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { backprop as run, type Ran } from '../cli/support.js';
import { assertMessage, assertPrintable } from './invariants.js';

/** The time in milliseconds after which a call is interrupted as by Ctrl+C, since a long training is not a hang. */
const interruptAfter = 500;

/** Calls the command line with a config, and asserts the invariants of every call. */
export async function backprop(call: string, config: string, folder: string, given = ''): Promise<Ran> {
  const file = path.join(folder, 'test.backprop.json');
  await writeFile(file, config);
  const [command, ...options] = call.split(' ');
  return runAndAssert([command, file, ...options], config + given);
}

/** @param given the words that an output may quote */
export async function runAndAssert(args: readonly string[], given: string): Promise<Ran> {
  const interrupt = new AbortController();
  const timer = setTimeout(() => interrupt.abort(), interruptAfter);
  const ran = await run(args, interrupt.signal).finally(() => clearTimeout(timer));
  assert.ok([0, 1, 2, 130].includes(ran.status), `Exit status ${ran.status}`);
  assertPrintable(ran.err);
  assertPrintable(ran.out);
  for (const line of ran.err.split('\n')) if (line.trim()) assertMessage(line, given);
  if (ran.status === 2) assert.notEqual(ran.err.trim(), '', 'Wrong usage, and not a word about it.');
  if (isJson(args) && ran.status !== 2) ran.events();
  return ran;
}

/** Returns whether the output is JSON. Help, version and exports are not. */
function isJson(args: readonly string[]): boolean {
  const isText =
    ['--help', '-h', '--version'].some((option) => args.includes(option)) || args[0] === 'export';
  return args.includes('--json') && !isText;
}
