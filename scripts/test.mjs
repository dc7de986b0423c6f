#!/usr/bin/env node
/**
 * Runs all steps, or those that are named: host, package, typecheck, lint, format, unit, pages, editor, journeys.
 *   --grep PATTERN   runs only the tests whose names match
 * As many steps run in parallel as there are cores, up to four. What failed is listed again at the end. The last line of
 * the output is `N passed, N failed`; each check counts as one.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import 'tsx';
import { root } from './install.mjs';

const { startProgram, stopProgram } = (await import('../test/host/processes.ts')).default;

const bin = (name) => path.join(root, 'node_modules', name);
const script = (name) => path.join(root, 'scripts', name);
const mocha = [bin('mocha/bin/mocha.js'), '--reporter', script('reporter.cjs')];
const except = (...patterns) => patterns.flatMap((pattern) => ['--ignore', pattern]);
const pages = 'test/webview/**/*.test.ts';

/**
 * The steps by name. A suite counts its tests; a check counts as one. A step runs after the steps that it `needs`, and
 * not at all if one of them fails. The first step that can start does: long ones come first, so that none is last.
 * Files that fail run once more where `repeats` is set: the editor in a browser sometimes fails to open a page, on its
 * own. What passed only then is listed at the end.
 */
const steps = {
  host: { command: ['--import', 'tsx', 'test/host/installAll.ts'] },
  package: { command: [script('package.mjs')] },
  journeys: {
    suite: true,
    needs: ['host', 'package'],
    command: [...mocha, '--config', 'test/journeys/.mocharc.json'],
    files: ['test/journeys/**/*.test.ts'],
    repeats: true,
  },
  pages: { suite: true, needs: ['host'], command: mocha, files: [pages] },
  unit: {
    suite: true,
    needs: ['package'], // The tests use the compiled kernels.
    command: [...mocha, ...except('test/editor/**', 'test/journeys/**', pages)],
    files: ['test/**/*.test.ts'],
  },
  editor: { suite: true, needs: ['host', 'package'], command: ['--import', 'tsx', 'test/editor/run.ts'] },
  lint: { command: [bin('oxlint/bin/oxlint'), '--deny-warnings'] },
  typecheck: { command: [bin('typescript/bin/tsc')] },
  format: { command: [bin('oxfmt/bin/oxfmt'), '--check'] },
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const unknown = positionals.find((name) => !(name in steps));
if (unknown) {
  console.error(`There is no step "${unknown}". Choose one of ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}
/** The time after which a suite counts as hanging and is stopped, in milliseconds. */
const timeoutMs = 30 * 60_000;

rmSync(path.join(root, 'test-results/failures'), { recursive: true, force: true });
const results = new Map();
/** The outputs of steps that are not printed yet, in the order in which the steps started. */
const outputs = [];
/** What is listed at the end: the tests and checks that failed, and those that passed only when they ran again. */
const summary = [];
await runAll(wanted(), Math.min(availableParallelism(), 4));
const total = (key) => [...results.values()].reduce((sum, result) => sum + result[key], 0);
process.exitCode = total('failed') > 0 ? 1 : 0;
for (const line of summary) console.log(line);
console.log(`${total('passed')} passed, ${total('failed')} failed`);

function wanted() {
  if (positionals.length === 0) return Object.keys(steps);
  const names = new Set(positionals.flatMap((name) => [...(steps[name].needs ?? []), name]));
  return Object.keys(steps).filter((name) => names.has(name));
}

async function runAll(names, atATime) {
  const waiting = new Set(names);
  const running = new Map();
  while (waiting.size + running.size > 0) {
    const ready = [...waiting].find((name) => (steps[name].needs ?? []).every((need) => results.has(need)));
    if (ready && running.size < atATime) {
      waiting.delete(ready);
      running.set(
        ready,
        runStep(ready, steps[ready]).finally(() => running.delete(ready)),
      );
    } else await Promise.race(running.values());
  }
}

/** Runs a step, and prints its output and one line with its outcome and time. */
async function runStep(name, step) {
  const output = { text: '', ended: false };
  outputs.push(output);
  const print = (text) => {
    output.text += text;
    printOutputs();
  };
  const report = (result, remark) => {
    results.set(name, result);
    const { passed, failed, pending } = result;
    const skipped = pending ? `, ${pending} skipped` : '';
    output.ended = true;
    print(`${failed > 0 ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed${skipped} (${remark})\n`);
  };
  const missing = (step.needs ?? []).find((need) => results.get(need).failed > 0);
  if (missing) return report({ passed: 0, failed: 1 }, `not run, since ${missing} failed`);
  print(`\n── ${name} ${'─'.repeat(60 - name.length)}\n`);
  const start = performance.now();
  let result = await attempt(name, step, step.files ?? [], print);
  const failed = Object.entries(result.files ?? {}).filter(([file, counts]) => file && counts.failed > 0);
  if (step.repeats && failed.length > 0) {
    print(`\nThe files with failed tests run again.\n`);
    for (const failure of result.failures) summary.push(`Failed at first: ${name}: ${failure}`);
    const again = await attempt(name, step, failed.map(([file]) => path.relative(root, file)), print); // prettier-ignore
    const before = (key) => failed.reduce((sum, [, counts]) => sum + counts[key], 0);
    result = {
      ...again,
      passed: result.passed - before('passed') + again.passed,
      failed: result.failed - before('failed') + again.failed,
    };
  }
  for (const failure of result.failures ?? []) summary.push(`Failed: ${name}: ${failure}`);
  if (result.failed > 0 && !result.failures?.length) summary.push(`Failed: ${name}`);
  report(result, `${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** Runs a step's command on files of tests, and returns its counts. */
async function attempt(name, { command, suite }, files, print) {
  const counts = path.join(root, `test-results/counts/${name}.json`);
  mkdirSync(path.dirname(counts), { recursive: true });
  rmSync(counts, { force: true });
  const grep = suite && values.grep ? ['--grep', values.grep] : [];
  const code = await exitCode([...command, ...files, ...grep], counts, print);
  return suite ? suiteResult(counts, code) : { passed: Number(code === 0), failed: Number(code !== 0) };
}

/** Prints the output of one step at a time: that of the first step immediately, that of the others afterwards. */
function printOutputs() {
  while (outputs.length > 0) {
    process.stdout.write(outputs[0].text);
    outputs[0].text = '';
    if (!outputs[0].ended) return;
    outputs.shift();
  }
}

/** Returns the reporter's counts. A suite that crashed or found no tests has at least one failure. */
function suiteResult(counts, code) {
  if (!existsSync(counts)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(counts, 'utf8'));
  const empty = !values.grep && result.passed + result.failed === 0;
  return { ...result, failed: code !== 0 || empty ? Math.max(1, result.failed) : result.failed };
}

async function exitCode(command, counts, print) {
  const env = {
    ...process.env,
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
    BACKPROP_TEST_COUNTS: counts,
    BACKPROP_TEST_REPORTER: script('reporter.cjs'),
  };
  const child = startProgram(process.execPath, command, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print);
  const timer = setTimeout(() => void stopProgram(child), timeoutMs);
  const [code, signal] = await new Promise((resolve) => child.once('close', (...end) => resolve(end)));
  clearTimeout(timer);
  if (signal) print(`Ended by ${signal}.\n`);
  await stopProgram(child);
  return code ?? 1;
}
