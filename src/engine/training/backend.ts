import type { Dataset, Samples, Task } from '../model/dataset.js';
import type { Floats, Network } from '../model/network.js';
import type { Pass } from '../pass/pass.js';
import type { Score } from '../pass/score.js';
import type { TrainingSpec } from '../model/spec.js';
import type { TrainingState } from './state.js';

/**
 * A faster implementation of a run's batches than the plain loops, with its own format for the parameters. In float64
 * they equal those of the plain loops bit for bit; in float32 sums may be rounded differently.
 */
export interface Backend {
  /** The cost of one batch, in the unit of a `Budget`. */
  readonly batchWork: number;
  /** The number of threads that share a step; absent: one. */
  readonly threads?: number;
  /**
   * Trains `count` batches from the epoch's batch `first` on, an index from 0, after `step` batches in all epochs. Rows
   * are taken in the given order; without one, in the order of the data, and batches may go on into the next epoch.
   * Returns the number of batches done. It is less than `count` where the next batch would produce a value that is not
   * finite, and the parameters are then those before that batch. Returns null where the budget is used up within a batch:
   * yield, then call again with the same arguments.
   */
  run(
    order: Uint32Array | null,
    first: number,
    count: number,
    step: number,
    learningRate: number,
  ): number | null;
  /** Returns the current parameters and the optimizer's slots. The arrays are never written to afterwards. */
  read(): Pick<TrainingState, 'network' | 'slots'>;
  /** Returns a scorer of samples that needs no `read`, or null where the backend has none or it would be slow. */
  scorer?(samples: Samples, task: Task): Scorer | null;
  /** Computes rows forward with the current parameters. */
  readonly forward?: Forward;
  /** Returns whether a network has the current parameters. */
  holds?(network: Network): boolean;
}

/** Computes the last layer's net inputs and outputs for a chunk of a pass. The chunks of a sweep come in order. */
export type Forward = (pass: Pass) => void;

/** Returns the backend's forward function if it has one and holds the network's parameters, else null. */
export function forwardOf(backend: Backend | null, network: Network): Forward | null {
  return backend?.holds?.(network) ? (backend.forward ?? null) : null;
}

/** Computes what `Evaluator.score` computes, for the current parameters. */
export interface Scorer {
  /** The cost of one score, in the unit of a `Budget`. */
  readonly work: number;
  score(): Score;
}

/** The run that a backend is to train. */
export interface BackendTask {
  /** The state that the run starts from. */
  readonly state: Pick<TrainingState, 'network' | 'slots'>;
  readonly samples: Samples;
  readonly training: TrainingSpec;
  /** The number of rows in a batch; the last batch of an epoch may have fewer. */
  readonly batchSize: number;
}

/** Creates a backend for a run, or returns null where it does not support that run. */
export type CreateBackend = (task: BackendTask) => Backend | null;

/** Creates no backend, so the plain loops train. They are the reference for every backend. */
export const plainLoops: CreateBackend = () => null;

/**
 * Returns the backend of a run, or null. The perceptron's rule has none, since it uses no gradients, and backends do not
 * support weights of classes.
 */
export function backendOf(
  create: CreateBackend,
  state: TrainingState,
  { training: samples }: Dataset,
  training: TrainingSpec,
): Backend | null {
  const { rows } = samples.inputs;
  const batchSize = Math.min(training.batchSize ?? rows, rows);
  if (training.optimizer.type === 'perceptron' || state.network.classWeights) return null;
  return create({ state, samples, training, batchSize });
}

/** Returns a factory that uses the first of several that supports the run. */
export function firstOf(...creators: readonly CreateBackend[]): CreateBackend {
  return (task) => {
    for (const create of creators) {
      const backend = create(task);
      if (backend) return backend;
    }
    return null;
  };
}

/** Makes the state read its parameters from the backend only when they are accessed. */
export function readLazily(state: TrainingState, backend: Backend): { invalidate(): void; end(): void } {
  let fresh: Pick<TrainingState, 'network' | 'slots'> | null = { network: state.network, slots: state.slots };
  const latest = () => (fresh ??= backend.read());
  const lazily = <T>(get: () => T) => ({ get, enumerable: true, configurable: true });
  Object.defineProperties(state, {
    network: lazily(() => latest().network),
    slots: lazily(() => latest().slots),
  });
  return {
    invalidate: () => (fresh = null),
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
