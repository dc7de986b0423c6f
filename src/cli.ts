import { homedir } from 'node:os';
import path from 'node:path';
import { speakLanguageOf } from './cli/language.js';
import { main } from './cli/main.js';

const interrupt = new AbortController();
// A second signal ends the process at once, as it does without us.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
// The reader has seen enough, as in `backprop train … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

speakLanguageOf(Intl.DateTimeFormat().resolvedOptions().locale);
const kernels = { folder: __dirname, threads: null, cache: path.join(cacheFolder(), 'backprop-lab') };
const io = { stdout: process.stdout, stderr: process.stderr, interrupted: interrupt.signal, kernels };
main(process.argv.slice(2), io).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);

/** https://specifications.freedesktop.org/basedir-spec */
function cacheFolder(): string {
  return process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
}
