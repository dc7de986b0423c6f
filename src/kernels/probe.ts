import { stepTime } from './choice.js';
import { digestSteps } from './digest.js';
import { loadVariant, variants } from './load.js';
import { drain } from '../engine/pacing.js';
import type { ProbeAnswer, ProbeQuestion } from './probing.js';

/* A process with flags that this one may not carry: it says what the kernels do there. */

process.once('disconnect', () => process.exit());
process.once('message', ({ folder, shape }: ProbeQuestion) => {
  const kernels = loadVariant(
    folder,
    variants.find(({ name }) => name === shape)!,
    1,
  );
  const answer: ProbeAnswer = { ms: stepTime(kernels), digest: drain(digestSteps(kernels)) };
  process.send!(answer);
});
