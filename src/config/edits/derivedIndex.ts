import type { NetworkConfig } from '../spec.js';

/** Returns the index of a formula among the derived inputs, whatever its spaces; −1 where there is none. */
export function derivedIndex({ data }: Pick<NetworkConfig, 'data'>, formula: string): number {
  const plain = (text: string): string => text.replace(/\s/g, '');
  return data.derived.findIndex((each) => plain(each) === plain(formula));
}
