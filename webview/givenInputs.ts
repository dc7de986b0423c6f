import type { DataFacts } from '../src/protocol.js';

/** Returns the names of the inputs that are not derived from others. The large map and the curve are drawn over them. */
export const givenInputs = ({ inputNames, derivedInputs = 0 }: DataFacts): readonly string[] =>
  inputNames.slice(0, inputNames.length - derivedInputs);
