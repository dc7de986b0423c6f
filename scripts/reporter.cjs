'use strict';
/**
 * Prints Mocha's `spec` output, and writes the numbers of passed and failed tests to the file BACKPROP_TEST_COUNTS, with
 * those of each file and the titles and messages of what failed.
 */
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

const { EVENT_RUN_END, EVENT_TEST_PASS, EVENT_TEST_FAIL } = Mocha.Runner.constants;

module.exports = class extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const to = process.env.BACKPROP_TEST_COUNTS;
    if (!to) return;
    const files = {};
    const failures = [];
    const of = (test) => (files[test.file ?? test.parent?.file ?? ''] ??= { passed: 0, failed: 0 });
    runner.on(EVENT_TEST_PASS, (test) => of(test).passed++);
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      of(test).failed++;
      failures.push(`${test.fullTitle()}: ${String(error?.message ?? error).split('\n')[0]}`);
    });
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures: failed, pending } = runner.stats;
      writeFileSync(to, JSON.stringify({ passed: passes, failed, pending, files, failures }));
    });
  }
};
