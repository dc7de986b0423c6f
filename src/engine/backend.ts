import type { Dataset, Samples, Task } from './dataset.js';
import type { Floats, Network } from './network.js';
import type { Pass } from './pass.js';
import type { Score } from './score.js';
import type { TrainingSpec } from './spec.js';
import type { TrainingState } from './state.js';

/**
 * Takes a run through its batches as the plain pieces do, only faster. It keeps the parameters to itself, in whatever
 * form suits it. In float64 they are those of the plain loops, bit for bit; in float32 sums may be rounded otherwise.
 */
export interface Backend {
  /** What a batch costs of a `Budget`. */
  readonly batchWork: number;
  /** Threads that share a step, where it is more than one. */
  readonly threads?: number;
  /**
   * Takes `count` batches from the epoch's batch `first` (from 0) on; `step` is the count of batches done before. Rows
   * are taken in that order, or as they stand: then batches may go on into the next epoch. Returns how many were done:
   * fewer where the next one would not stay finite; the parameters are then those before it. null: breathe, then call
   * again just so; that is how a batch that takes long is done.
   */
  run(
    order: Uint32Array | null,
    first: number,
    count: number,
    step: number,
    learningRate: number,
  ): number | null;
  /** The parameters, and what the optimiser remembers, as they are now. Never written to afterwards. */
  read(): Pick<TrainingState, 'network' | 'slots'>;
  /** A way of its own to the score of samples, without `read`; null where it has none, or it would take long. */
  scorer?(samples: Samples, task: Task): Scorer | null;
  /** A way of its own through the network, with the parameters as they are now. */
  readonly forward?: Forward;
  /** The parameters as they are now are those of this network. */
  holds?(network: Network): boolean;
}

/** Takes a chunk of a pass to its last nets and outputs; the chunks of a sweep come in their order. */
export type Forward = (pass: Pass) => void;

/** The backend's own way through a network, where it has one and holds that network. */
export function forwardOf(backend: Backend | null, network: Network): Forward | null {
  return backend?.holds?.(network) ? (backend.forward ?? null) : null;
}

/** Gives what `Evaluator.score` does, for the parameters as they are now. */
export interface Scorer {
  /** What that costs of a `Budget`. */
  readonly work: number;
  score(): Score;
}

/** What a run is about, for a backend that is to take it. */
export interface BackendTask {
  /** Its parameters and slots are where the run starts from. */
  readonly state: Pick<TrainingState, 'network' | 'slots'>;
  readonly samples: Samples;
  readonly training: TrainingSpec;
  /** Rows of a batch, the last one of an epoch excepted. */
  readonly batchSize: number;
}

/** Makes a backend for a task, or null where it is none for it. */
export type CreateBackend = (task: BackendTask) => Backend | null;

/** No backend: the plain loops, which every backend is held against. */
export const plainLoops: CreateBackend = () => null;

/** The backend of a run, if it has one: the perceptron's rule goes by no gradients. */
export function backendOf(
  create: CreateBackend,
  state: TrainingState,
  { training: samples }: Dataset,
  training: TrainingSpec,
): Backend | null {
  const { rows } = samples.inputs;
  const batchSize = Math.min(training.batchSize ?? rows, rows);
  return training.optimizer.type === 'perceptron' ? null : create({ state, samples, training, batchSize });
}

/** The first of them that can. */
export function firstOf(...creators: readonly CreateBackend[]): CreateBackend {
  return (task) => {
    for (const create of creators) {
      const backend = create(task);
      if (backend) return backend;
    }
    return null;
  };
}

/** While a backend has the parameters, the state fetches them when somebody looks. */
export function fetchWhenRead(state: TrainingState, backend: Backend): { touch(): void; end(): void } {
  let fresh: Pick<TrainingState, 'network' | 'slots'> | null = { network: state.network, slots: state.slots };
  const latest = () => (fresh ??= backend.read());
  const lazily = <T>(get: () => T) => ({ get, enumerable: true, configurable: true });
  Object.defineProperties(state, {
    network: lazily(() => latest().network),
    slots: lazily(() => latest().slots),
  });
  return {
    touch: () => (fresh = null),
    end() {
      const plainly = (value: Network | readonly (readonly Floats[])[]) => ({
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
      const { network, slots } = latest();
      Object.defineProperties(state, { network: plainly(network), slots: plainly(slots) });
    },
  };
}
