import { countInputs } from '../data/inputs.js';
import { firstOf, type CreateBackend } from '../engine/backend.js';
import { createSpecialised } from '../engine/specialised/specialised.js';
import { slowerFinding } from '../findings/slower.js';
import type { Apart } from '../kernels/forked.js';
import { KernelProvider } from '../kernels/provide.js';
import { Revectorizer } from '../kernels/revectorizer.js';
import { toProblems, type Config } from './config.js';
import { showProblem } from './problems.js';
import type { Session } from './session.js';

/** What trains a network: code made for it where it is tiny, else kernels, where they are to be had. */
export function backendsFor(config: Config, { io }: Session): CreateBackend {
  if (!io.kernels) return createSpecialised;
  const { createBackend } = new KernelProvider(io.kernels).backends((reason) => {
    for (const problem of toProblems(config, [slowerFinding(reason)]))
      io.stderr.write(`${showProblem(config, problem)}\n`);
  });
  return firstOf(createSpecialised, createBackend);
}

/** Whether what a config describes should train in a process of its own. Of its data only the beginning is read. */
export async function isForAnother(apart: Apart, config: Config, { call, io }: Session): Promise<boolean> {
  const { spec, directory } = config;
  if (!io.kernels || !call.revectorize || spec?.kind !== 'network') return false;
  const provider = new KernelProvider(io.kernels);
  const count = (signal: AbortSignal): Promise<number | null> => countInputs(spec, directory, signal);
  return new Revectorizer(io.kernels, provider, apart).isFor(spec, spec.training, count, io.interrupted);
}
