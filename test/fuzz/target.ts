import type fc from 'fast-check';

/** Contents by file name, relative to a folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A reader under attack. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** Generates inputs, most of which should be accepted, and shrinks those that fail. Inputs are plain data. */
  readonly inputs: fc.Arbitrary<Input>;
  /**
   * Feeds the reader one input in an empty folder.
   * @returns whether the reader accepted it; throws where an invariant does not hold
   */
  attempt(input: Input, folder: string): Promise<boolean>;
  /** Returns the files that show a failing input to a person. */
  show(input: Input): Files;
}

/** Defines a target; outside it, its inputs are opaque. */
export function defineTarget<Input>(target: Target<Input>): Target {
  return target;
}
