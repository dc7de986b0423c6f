import { countInputs } from '../data/countInputs.js';
import { firstOf, type CreateBackend } from '../engine/training/backend.js';
import { createSpecialized } from '../backends/written/specializedBackend.js';
import { slowerFinding } from '../words/slowerFinding.js';
import type { ChildOptions } from '../node/forkChild.js';
import { KernelProvider } from '../node/kernelProvider.js';
import { Revectorizer } from '../node/revectorizer.js';
import { filesIn } from '../node/filesIn.js';
import { toProblems, type Config } from './readConfig.js';
import { showProblem } from './problems.js';
import type { Session } from './session.js';

/** Returns the backends that train a network: generated code for a tiny network, otherwise kernels where available. */
export function backendsFor(config: Config, { io }: Session): CreateBackend {
  if (!io.kernels) return createSpecialized;
  const { createBackend } = new KernelProvider(io.kernels).backends((reason) => {
    for (const problem of toProblems(config, [slowerFinding(reason)]))
      io.stderr.write(`${showProblem(config, problem)}\n`);
  });
  return firstOf(createSpecialized, createBackend);
}

/** Returns whether a config's network should train in a child process. Only the beginning of its data is read. */
export async function isForChild(
  options: ChildOptions,
  config: Config,
  { call, io }: Session,
): Promise<boolean> {
  const { spec, directory } = config;
  if (!io.kernels || !call.revectorize || spec?.kind !== 'network') return false;
  const provider = new KernelProvider(io.kernels);
  const count = (signal: AbortSignal): Promise<number | null> =>
    countInputs(spec, filesIn(directory), signal);
  return new Revectorizer(io.kernels, provider, options).isFor(spec, spec.training, count, io.interrupted);
}
