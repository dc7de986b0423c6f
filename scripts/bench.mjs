#!/usr/bin/env node
/**
 * Times this engine side by side with other libraries and writes docs/benchmarks.md.
 *   --only NAMES      only these workloads, separated by commas; prints the tables and writes nothing
 *   --engines NAMES   only these engines, likewise
 *   --rounds N        rounds of which the median counts; 7 by default
 *   --quick           one short round, to see that it works; likewise
 *   --json            prints {engine, workload, threads, step_us} for each, one a line, and writes nothing
 */
import 'tsx';

const { bench } = (await import('../bench/main.ts')).default;
await bench(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
