import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';

/** The reason why a run does not use the fast kernels. */
type Reason = 'unsupported' | 'file' | 'wrong' | 'memory';

/** Returns the finding that a run continues with plain loops, which compute the same network more slowly. */
export function slowerFinding(reason: Reason): Finding {
  const message = `${reasons[reason]()} ${l10n.t('Training continues in plain JavaScript, which takes longer.')}`;
  return { severity: 'info', code: 'slower-training', message, path: ['layers'] };
}

const reasons: Readonly<Record<Reason, () => string>> = {
  unsupported: () =>
    l10n.t('This machine or editor does not support WebAssembly with SIMD and shared memory.'),
  file: () =>
    l10n.t(
      'A file of the WebAssembly kernels is missing: reinstall the extension, or run "npm run build" in its sources.',
    ),
  wrong: () => l10n.t('The WebAssembly kernels failed their self-check on this machine.'),
  memory: () => l10n.t('The WebAssembly kernels cannot allocate the memory that this network needs.'),
};
