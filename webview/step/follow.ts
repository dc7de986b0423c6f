import type { ParameterPlace } from '../../src/protocol.js';
import { stepping } from '../vscode.js';

/** What following a formula's number does: to its step, to its sample, or to its parameter's chain rule. */
export function createFollower(choose: (parameter: ParameterPlace) => void): (ref: string) => void {
  return (ref) => {
    const [kind, place] = ref.split(':');
    if (kind === 'step') stepping({ name: 'go', index: Number(place) });
    else if (kind === 'sample') stepping({ name: 'sample', index: Number(place) });
    else if (kind === 'parameter') choose(parameterOf(place));
  };
}

/** Inputs, targets and constants are made by no step. */
export function leads(ref: string): boolean {
  return /^(step|sample|parameter):/.test(ref);
}

/** `layer.unit.input`, either of the last two empty where there is none. */
function parameterOf(place: string): ParameterPlace {
  const [layer, unit, input] = place.split('.');
  return {
    layer: Number(layer),
    unit: unit === '' ? null : Number(unit),
    input: input === '' ? null : Number(input),
  };
}
