import { speakLanguageOf } from './cli/language.js';
import { main } from './cli/main.js';

const interrupt = new AbortController();
// A second signal ends the process at once, as it does without us.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
// The reader has seen enough, as in `backprop train … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

speakLanguageOf(Intl.DateTimeFormat().resolvedOptions().locale);
const io = { stdout: process.stdout, stderr: process.stderr, interrupted: interrupt.signal };
main(process.argv.slice(2), io).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
