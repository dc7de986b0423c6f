import { stepTime } from './choice.js';
import { digestSteps } from './digest.js';
import { shapes } from '../engine/wasm/shapes.js';
import { loadKernels } from './load.js';
import { drain } from '../engine/pacing.js';
import type { ProbeAnswer, ProbeQuestion } from './probing.js';

/* A process with flags that this one may not carry: it says what the kernels do there. */

process.once('disconnect', () => process.exit());
process.once('message', ({ folder, shape }: ProbeQuestion) => {
  const kernels = loadKernels(
    folder,
    shapes.find(({ name }) => name === shape)!,
    1,
  );
  const answer: ProbeAnswer = { ms: stepTime(kernels), digest: drain(digestSteps(kernels)) };
  process.send!(answer);
});
