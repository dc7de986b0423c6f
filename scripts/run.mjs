#!/usr/bin/env node
/**
 * Runs one of the project's programs, after installing packages if they are missing. So every npm script works in a fresh
 * clone: `node scripts/run.mjs PROGRAM ARGUMENTS…`, with PROGRAM relative to the project.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages, root } from './install.mjs';

const [node, , program, ...args] = process.argv;
const file = path.join(root, program);

installPackages();
process.argv = [node, file, ...args];
await import(pathToFileURL(file).href);
