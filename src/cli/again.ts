import { constants } from 'node:os';
import * as l10n from '@vscode/l10n';
import { forkApart, type Apart } from '../kernels/forked.js';
import type { Again } from './io.js';

/** What the other process is told: an interrupt that may have reached this one alone. */
const interruption = 'interrupt';

/** The same call in a process with the flags. */
export function againWith(apart: Apart, script: string, args: readonly string[]): Again {
  return {
    apart,
    call: (interrupted) =>
      new Promise((resolve, reject) => {
        const flags = [...process.execArgv, ...apart.flags];
        const child = forkApart({ flags }, script, args, ['inherit', 'inherit', 'inherit']);
        const interrupt = (): void => void child.send(interruption, () => undefined); // it may have ended
        if (interrupted.aborted) interrupt();
        interrupted.addEventListener('abort', interrupt);
        child.on('error', reject);
        child.on('close', (code, signal) => {
          if (signal && !interrupted.aborted)
            process.stderr.write(`${l10n.t('The process that trained was ended ({0}).', signal)}\n`);
          resolve(code ?? 128 + constants.signals[signal!]);
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
