#!/usr/bin/env node
// Starts the embedded editor with the arguments of the `code` program that the in-editor tests use.
import 'tsx';

await import('./code.ts');
