import { stepTime } from '../backends/wasm/stepTime.js';
import { digestSteps } from './weightDigest.js';
import { shapes } from '../backends/wasm/shapes.js';
import { loadKernels } from './loadKernels.js';
import { drain } from '../engine/pacing.js';
import type { ProbeAnswer, ProbeQuestion } from './askProbe.js';

/* The entry of a child process with experimental flags: it reports how fast the kernels are there, and their results. */

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
