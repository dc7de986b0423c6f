#!/usr/bin/env node
/**
 * Checks everything, or what is named: package, typecheck, lint, format, unit, editor, journeys.
 *   --grep PATTERN   only the tests whose names match
 * The last line of the output is `N passed, N failed`; each check counts as one.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './install.mjs';

const bin = (name) => path.join(root, 'node_modules', name);
const mocha = [bin('mocha/bin/mocha.js'), '--reporter', path.join(root, 'scripts/reporter.cjs')];

/** In this order. A suite counts its own tests; a check is one. What `needs` something is not run where that failed. */
const steps = {
  package: { command: [path.join(root, 'scripts/package.mjs')] },
  typecheck: { command: [bin('typescript/bin/tsc')] },
  lint: { command: [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0'] },
  format: { command: [bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level=warn'] },
  unit: {
    suite: true,
    command: [...mocha, 'test/**/*.test.ts', '--ignore', 'test/editor/**', '--ignore', 'test/journeys/**'],
  },
  editor: { suite: true, needs: 'package', command: ['--import', 'tsx', 'test/editor/run.ts'] },
  journeys: {
    suite: true,
    needs: 'package',
    command: [...mocha, '--config', 'test/journeys/.mocharc.json', 'test/journeys/**/*.test.ts'],
  },
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const unknown = positionals.find((name) => !(name in steps));
if (unknown) {
  console.error(`There is no "${unknown}"; there are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}
/** A suite that hangs must not hang everything. */
const patience = 10 * 60_000;

rmSync(path.join(root, 'test-results/failures'), { recursive: true, force: true });
const results = new Map();
for (const name of wanted()) results.set(name, await runStep(name, steps[name]));
const total = (key) => [...results.values()].reduce((sum, result) => sum + result[key], 0);
process.exitCode = total('failed') > 0 ? 1 : 0;
console.log(`${total('passed')} passed, ${total('failed')} failed`);

function wanted() {
  if (positionals.length === 0) return Object.keys(steps);
  const names = new Set(positionals.flatMap((name) => [steps[name].needs ?? [], name].flat()));
  return Object.keys(steps).filter((name) => names.has(name));
}

/** Prints the step's output as it comes, then one line with its outcome and time. */
async function runStep(name, { command, suite, needs }) {
  if (needs && results.get(needs).failed > 0)
    return report(name, { passed: 0, failed: 1 }, `not run, since ${needs} failed`);
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const start = performance.now();
  const counts = path.join(root, `test-results/counts/${name}.json`);
  mkdirSync(path.dirname(counts), { recursive: true });
  rmSync(counts, { force: true });
  const code = await exitCode(suite && values.grep ? [...command, '--grep', values.grep] : command, counts);
  const result = suite
    ? suiteResult(counts, code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  return report(name, result, `${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function report(name, result, remark) {
  const pending = result.pending ? `, ${result.pending} skipped` : '';
  console.log(
    `${result.failed > 0 ? '✗' : '✓'} ${name}: ${result.passed} passed, ${result.failed} failed${pending} (${remark})`,
  );
  return result;
}

/** What the reporter counted; a suite that crashed or found no test has failed at least once. */
function suiteResult(counts, code) {
  if (!existsSync(counts)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(counts, 'utf8'));
  const empty = !values.grep && result.passed + result.failed === 0;
  return { ...result, failed: code !== 0 || empty ? Math.max(1, result.failed) : result.failed };
}

function exitCode(command, counts) {
  const env = {
    ...process.env,
    BACKPROP_TEST_COUNTS: counts,
    BACKPROP_TEST_REPORTER: path.join(root, 'scripts/reporter.cjs'),
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: root, env, stdio: 'inherit', timeout: patience });
    const forward = (signal) => child.kill(signal);
    process.once('SIGTERM', forward);
    child.once('error', (error) => resolve((console.error(error), 1)));
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', forward);
      if (signal) console.error(`Ended by ${signal}.`);
      resolve(code ?? 1);
    });
  });
}
