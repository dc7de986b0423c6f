import { againWith, obey } from './cli/again.js';
import { cacheFolder } from './cli/cacheFolder.js';
import { speakLanguageOf } from './cli/language.js';
import { main } from './cli/main.js';
import { revectorizing } from './kernels/revectorizer.js';

const interrupt = new AbortController();
// A second signal ends the process at once, as it does without us.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
// The reader has seen enough, as in `backprop train … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

speakLanguageOf(Intl.DateTimeFormat().resolvedOptions().locale);
/** This is the process of its own that another one began. */
const isApart = revectorizing.flags.every((flag) => process.execArgv.includes(flag));
if (isApart && process.connected) obey(() => interrupt.abort());
const kernels = {
  folder: __dirname,
  threads: null,
  cache: cacheFolder(),
  revectorize: true,
  ...(isApart && { shape: revectorizing.shape }),
};
const args = process.argv.slice(2);
const again = isApart ? null : againWith(revectorizing, process.argv[1], args);
const io = { stdout: process.stdout, stderr: process.stderr, interrupted: interrupt.signal, kernels, again };
main(args, io).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
