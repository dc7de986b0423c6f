import type { Dataset } from '../engine/model/dataset.js';
import type { NameSource } from '../engine/trace/names.js';
import { plainText } from './plainText.js';
import type { NetworkConfig } from './spec.js';

/** A longer name is shortened: it would fill a page of formulas by itself. */
const mostCharacters = 120;

/**
 * The config's names and the data's, each as one printable line; not those that the data room makes up where there are
 * none.
 */
export function nameSource(
  { data, layers }: NetworkConfig,
  { inputNames, targetNames, classes }: Pick<Dataset, 'inputNames' | 'targetNames' | 'classes'>,
): NameSource {
  const { units } = layers[layers.length - 1];
  const targets = data.kind === 'inline' ? data.targetNames : data.kind === 'csv' ? targetNames : null;
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
  // Half a surrogate pair is no character.
  return plainText(name, mostCharacters).replace(/\p{Cs}/gu, '\ufffd') || '\ufffd';
}
