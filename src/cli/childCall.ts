import { constants } from 'node:os';
import * as l10n from '@vscode/l10n';
import { forkChild, type ChildOptions } from '../node/forkChild.js';
import type { ChildCall } from './io.js';

/** The message that reports an interrupt to the child process. The signal may have reached the parent alone. */
const interruption = 'interrupt';

/** The exit status of a call that the user has interrupted. */
export const interruptedStatus = 130;

/**
 * Makes the same call in a child process with the flags of `options`. Once interrupted, that process has `graceMs`
 * milliseconds to end by itself.
 */
export function childCall(
  options: ChildOptions,
  script: string,
  args: readonly string[],
  graceMs: number,
): ChildCall {
  return {
    options,
    call: (interrupted) =>
      new Promise((resolve, reject) => {
        const flags = [...process.execArgv, ...options.flags];
        const child = forkChild({ flags }, script, args, ['inherit', 'inherit', 'inherit']);
        const kill = (): void => void child.kill('SIGKILL');
        const interrupt = (): void => {
          child.send(interruption, () => undefined); // The child process may have ended already.
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
            const message = l10n.t('The process that ran this command was ended by {0}.', signal);
            process.stderr.write(`backprop: ${message}\n`);
            resolve(128 + constants.signals[signal]);
          }
        });
      }),
  };
}

/** Calls `interrupt` when the parent process reports an interrupt, and ends this child process when the parent ends. */
export function followParent(interrupt: () => void): void {
  process.on('message', (message) => message === interruption && interrupt());
  process.once('disconnect', () => process.exit(1));
  process.channel?.unref(); // The channel must not keep the process alive.
}
