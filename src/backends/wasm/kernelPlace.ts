/** The location of the kernels and the options for their use, as plain data. */
export interface KernelPlace {
  /** The folder with kernels/ and helper.cjs. */
  readonly folder: string;
  /** The largest number of threads; null: one per core. */
  readonly threads: number | null;
  /** The folder where the fastest shape is stored; null: it is not stored. */
  readonly cache: string | null;
  /** Whether large networks may train in a child process where that is faster. */
  readonly revectorize: boolean;
  /** The shape to use; absent: the fastest. */
  readonly shape?: string;
}

/**
 * The reason why the plain loops train instead of kernels: this engine lacks a feature, the kernels' file is missing,
 * their numbers are wrong here, or there is not enough memory.
 */
export type FallbackReason = 'unsupported' | 'file' | 'wrong' | 'memory';
