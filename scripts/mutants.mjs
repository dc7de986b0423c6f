#!/usr/bin/env node
/**
 * Injects edits into a plain backpropagation and prints which of them the gradient comparison finds and explains.
 *   --each N       tries each mutant in N networks; 3 by default
 *   --rights N     checks N right answers as well; 2000 by default
 */
import { parseArgs } from 'node:util';
import 'tsx';

const { values } = parseArgs({ options: { each: { type: 'string' }, rights: { type: 'string' } } });
const { printTable } = (await import('../test/engine/check/mutants/table.ts')).default;
printTable(Number(values.each ?? 3), Number(values.rights ?? 2000));
