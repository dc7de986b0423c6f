import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { revectorizing } from '../node/revectorizer.js';
import { childCall, interruptedStatus, followParent } from './childCall.js';
import { cacheFolder } from './cacheFolder.js';
import { setLanguage } from './setLanguage.js';
import { main } from './main.js';

/* This is the main module of the process that does the work of a call. */

/** The time that an interrupted call may take to print its results, in milliseconds. */
const closingMs = 500;
/** The same time for the child process, which must end before this process. */
const childGraceMs = 400;

const translations = setLanguage(Intl.DateTimeFormat().resolvedOptions().locale);

const interrupt = new AbortController();
function onInterrupt(): void {
  interrupt.abort();
  setTimeout(() => process.exit(interruptedStatus), closingMs).unref();
}
// A second signal ends the process at once, as it does by default.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onInterrupt);
if (process.connected) followParent(onInterrupt);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader closed the pipe, as in `backprop train … | head`.
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`backprop: ${l10n.t('The output cannot be written: {0}', error.message)}\n`);
  process.exit(1);
});
process.stderr.on('error', () => undefined); // There is no other stream to report it on.

/** Whether this is a child process that was started for the sake of its V8 flags. */
const isChild = revectorizing.flags.every((flag) => process.execArgv.includes(flag));
const kernels = {
  folder: path.dirname(__dirname), // This module is in dist/chunks.
  threads: null,
  cache: cacheFolder(),
  revectorize: true,
  ...(isChild && { shape: revectorizing.shape }),
};
const [, script, ...args] = process.argv;
const child = isChild ? null : childCall(revectorizing, script, args, childGraceMs);
const threads = { script: path.join(kernels.folder, 'worker.js'), translations };
const { stdout, stderr } = process;
const page = path.join(kernels.folder, 'modelPage.html');
main(args, { stdout, stderr, interrupted: interrupt.signal, kernels, page, child, threads }).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
