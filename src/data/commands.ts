/** A call of a program of the user's that computes gradients. */
export interface CommandCall {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The time limit in seconds. */
  readonly timeout: number;
  /** The parts of the JSON text that the program receives. */
  readonly input: Iterable<string>;
}

/** How a program ended. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly status: number }
  /** A signal that was not sent by this program. */
  | { readonly kind: 'killed'; readonly signal: string }
  /** It was stopped after the time limit. */
  | { readonly kind: 'timeout' }
  /** It was stopped because it had printed too much. */
  | { readonly kind: 'flood' }
  /** It could not be started, for the reason with this code of the system. */
  | { readonly kind: 'notStarted'; readonly error: NodeJS.ErrnoException };

export interface CommandOutcome {
  readonly end: CommandEnd;
  readonly stdout: string;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
  /** The .npz file that it wrote; null where it wrote none. */
  readonly archive: Uint8Array | null;
}

/** The programs that a config in a folder may run. */
export interface Commands {
  /**
   * Runs a program to its end, its time limit or its limit of output, and ends everything that it started. Rejects only
   * with the reason of the signal.
   */
  run(call: CommandCall, signal: AbortSignal): Promise<CommandOutcome>;
}
