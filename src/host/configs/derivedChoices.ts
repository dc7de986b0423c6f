import { derivedIndex } from '../../config/edits/derivedIndex.js';
import { inputNamesOf } from '../../config/edits/generatorOutput.js';
import { refusalOf } from '../../config/edits/refusalOf.js';
import { quotedName } from '../../config/formulaNames.js';
import { numbered } from '../../config/numbered.js';
import type { DataSpec, NetworkConfig } from '../../config/spec.js';
import type { DataFacts, HandsOnDerived } from '../../protocol.js';

/** Returns the usual inputs that can be derived from two given ones; null where there are not two. */
export function derivedChoicesOf(spec: NetworkConfig, facts: DataFacts | null): HandsOnDerived | null {
  const names = givenNames(spec.data, facts);
  if (names?.length !== 2) return null;
  return {
    choices: choicesFor(names).map((choice) => ({
      ...choice,
      isOn: derivedIndex(spec, choice.formula) >= 0,
    })),
    refusal: refusalOf(spec, { type: 'derived', formula: '', isOn: true }),
  };
}

function choicesFor(names: readonly string[]): { readonly formula: string; readonly text: string }[] {
  const [x, y] = names.map(quotedName);
  const [a, b] = names;
  return [
    { formula: `${x}^2`, text: `${a}²` },
    { formula: `${y}^2`, text: `${b}²` },
    { formula: `${x}*${y}`, text: `${a}·${b}` },
    { formula: `sin(${x})`, text: `sin ${a}` },
    { formula: `sin(${y})`, text: `sin ${b}` },
  ];
}

/** Returns the names of the given inputs; null where they are not known. Those of a table are known with its data. */
function givenNames(data: DataSpec, facts: DataFacts | null): readonly string[] | null {
  switch (data.kind) {
    case 'generator':
      return inputNamesOf(data.generator);
    case 'inline':
      return data.inputNames ?? numbered('x', data.inputs[0]?.length ?? 0);
    case 'table':
      return facts && facts.inputNames.slice(0, facts.inputNames.length - (facts.derivedInputs ?? 0));
    case 'idx':
      return null;
  }
}
