#!/usr/bin/env node
// The embedded editor with the arguments of the `code` program, as far as the in-editor tests use them.
import 'tsx';

await import('./code.ts');
