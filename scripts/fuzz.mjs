#!/usr/bin/env node
/**
 * Tests all parsers with generated inputs; exits with 1 if one of them fails.
 *   --seconds N    tests each target for N seconds; 30 by default
 *   --seed N       seeds the first series of inputs; random by default, and printed
 *   --only NAMES   tests only these targets, separated by commas
 *   --hang N       counts an input as a hang after N seconds; 10 by default
 * A failing input is minimized and written to test-results/fuzz, with the seed that reproduces it.
 */
import 'tsx';

const { fuzz } = (await import('../test/fuzz/main.ts')).default;
process.exitCode = await fuzz(process.argv.slice(2));
