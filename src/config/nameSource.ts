import type { Dataset } from '../engine/model/dataset.js';
import type { NameSource } from '../engine/trace/names.js';
import { plainText } from './plainText.js';
import type { NetworkConfig } from './spec.js';

/** The most characters of a name. Longer names would make formulas unreadable. */
const mostCharacters = 120;

/**
 * Returns the names in the config and in the data, each as one printable line. Default names that the data room assigns
 * are left out.
 */
export function nameSource(
  { data, layers }: NetworkConfig,
  { inputNames, targetNames, classes }: Pick<Dataset, 'inputNames' | 'targetNames' | 'classes'>,
): NameSource {
  const { units } = layers[layers.length - 1];
  const targets = data.kind === 'inline' ? data.targetNames : data.kind === 'table' ? targetNames : null;
  const outputs = classes?.length === units ? classes : targets;
  return {
    inputs: inputNames.map(printable),
    outputs: outputs?.length === units ? outputs.map(printable) : null,
    layers: layers.map(({ names, weightNames, bias }) => ({
      names: names && names.map(printable),
      weightNames: weightNames && weightNames.map((row) => row.map(printable)),
      bias: bias && { names: bias.names && bias.names.map(printable) },
    })),
  };
}

function printable(name: string): string {
  // Truncation never splits a surrogate pair, but the file may contain lone surrogates.
  return plainText(name, mostCharacters).replace(/\p{Cs}/gu, '\ufffd') || '\ufffd';
}
