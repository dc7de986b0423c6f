#!/usr/bin/env node
/**
 * Attacks every reader with generated inputs for a while; exits with 1 where one of them fails.
 *   --seconds N    for each target; 30 by default
 *   --seed N       of the first series of inputs; random by default, and printed
 *   --only NAMES   only these targets, separated by commas
 *   --hang N       seconds after which an input counts as a hang; 10 by default
 * A failing input is minimized and written to test-results/fuzz, with the seed that makes it again.
 */
import 'tsx';

const { fuzz } = (await import('../test/fuzz/main.ts')).default;
process.exitCode = await fuzz(process.argv.slice(2));
