import { firstOf, type CreateBackend } from '../engine/backend.js';
import { createSpecialised } from '../engine/specialised/specialised.js';
import { slowerFinding } from '../findings/slower.js';
import { KernelProvider } from '../kernels/provide.js';
import { toProblems, type Config } from './config.js';
import { showProblem } from './problems.js';
import type { Session } from './session.js';

/** What trains a network: code made for it where it is tiny, else kernels, where they are to be had. */
export function backendsFor(config: Config, { io }: Session): CreateBackend {
  if (!io.kernels) return createSpecialised;
  const provider = new KernelProvider({
    ...io.kernels,
    onMissing: (reason) => {
      for (const problem of toProblems(config, [slowerFinding(reason)]))
        io.stderr.write(`${showProblem(config, problem)}\n`);
    },
  });
  return firstOf(createSpecialised, provider.createBackend);
}
