#!/usr/bin/env node
/**
 * Measures the time of this engine and of other libraries in turn, and writes docs/benchmarks.md.
 *   --only NAMES      runs only these workloads, separated by commas; prints the tables and writes nothing
 *   --engines NAMES   runs only these engines; prints the tables and writes nothing
 *   --rounds N        runs N rounds, of which the median counts; 7 by default
 *   --quick           runs one short round as a test; prints the tables and writes nothing
 *   --live            measures what recording and the panel's pictures cost the training of the spiral example
 *   --health          measures what instruments and alarms cost the training of some examples
 *   --json            prints {engine, workload, threads, step_us} for each, one per line, and writes nothing
 */
import 'tsx';

const { bench } = (await import('../bench/main.ts')).default;
await bench(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
