import type { ConfigSource } from '../../config/parse.js';
import type { Spec } from '../../config/spec.js';
import type { ProblemsView, RunSettings } from '../../protocol.js';

/** The facts that the store uses of a config's text. */
export interface ConfigFacts {
  readonly name: string;
  /** The spec; null if the file cannot be run. */
  readonly spec: Spec | null;
  /** Returns the spec with these settings instead of the file's; null if there is no spec. */
  readonly withSettings: (settings: Partial<RunSettings>) => Spec | null;
  /** Returns the text with these settings in it, and its JSON value. */
  readonly sourceWith: (settings: Partial<RunSettings>) => ConfigSource;
  /** A key that is equal for texts that describe the same run. */
  readonly fingerprint: string;
  readonly problems: Omit<ProblemsView, 'blocking'>;
}
