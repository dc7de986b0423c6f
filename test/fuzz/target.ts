import type fc from 'fast-check';

/** The contents of files by their names relative to a folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A parser under test. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** Generates inputs as plain data, most of which should be accepted, and shrinks those that fail. */
  readonly inputs: fc.Arbitrary<Input>;
  /**
   * Parses one input in an empty folder.
   * @returns whether the parser accepted it; throws where an invariant does not hold
   */
  attempt(input: Input, folder: string): Promise<boolean>;
  /** Returns the files in which a failing input is reported. */
  show(input: Input): Files;
}

/** Defines a target; outside it, its inputs are opaque. */
export function defineTarget<Input>(target: Target<Input>): Target {
  return target;
}
