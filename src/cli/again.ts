import { constants } from 'node:os';
import * as l10n from '@vscode/l10n';
import { forkApart, type Apart } from '../kernels/forked.js';
import type { Again } from './io.js';

/** What the other process is told: an interrupt that may have reached this one alone. */
const interruption = 'interrupt';

/** The exit status of a call that the user has interrupted. */
export const interruptedStatus = 130;

/**
 * Makes the same call in a child process with the flags of `apart`. Once interrupted, that process has `graceMs`
 * milliseconds to end by itself.
 */
export function againWith(apart: Apart, script: string, args: readonly string[], graceMs: number): Again {
  return {
    apart,
    call: (interrupted) =>
      new Promise((resolve, reject) => {
        const flags = [...process.execArgv, ...apart.flags];
        const child = forkApart({ flags }, script, args, ['inherit', 'inherit', 'inherit']);
        const kill = (): void => void child.kill('SIGKILL');
        const interrupt = (): void => {
          child.send(interruption, () => undefined); // it may have ended
          setTimeout(kill, graceMs).unref();
        };
        if (interrupted.aborted) interrupt();
        interrupted.addEventListener('abort', interrupt);
        process.once('exit', kill);
        child.on('error', reject);
        child.on('close', (code, signal) => {
          process.off('exit', kill);
          if (signal === null) resolve(code ?? 1);
          else if (interrupted.aborted) resolve(interruptedStatus);
          else {
            const message = l10n.t('The child process of this call was ended by {0}.', signal);
            process.stderr.write(`backprop: ${message}\n`);
            resolve(128 + constants.signals[signal]);
          }
        });
      }),
  };
}

/** In that process: hears of interrupts, and ends with the one that began it. */
export function obey(interrupt: () => void): void {
  process.on('message', (message) => message === interruption && interrupt());
  process.once('disconnect', () => process.exit(1));
  process.channel?.unref(); // that is nothing to stay alive for
}
