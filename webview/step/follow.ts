import type { ParameterPlace } from '../../src/protocol.js';
import { stepping } from '../vscode.js';

/** Creates the action of a formula's number: it opens its step, its sample or the chain rule of its parameter. */
export function createFollower(choose: (parameter: ParameterPlace) => void): (ref: string) => void {
  return (ref) => {
    const [kind, place] = ref.split(':');
    if (kind === 'step') stepping({ name: 'go', index: Number(place) });
    else if (kind === 'sample') stepping({ name: 'sample', index: Number(place) });
    else if (kind === 'parameter') choose(parameterOf(place));
  };
}

/** Returns whether a number has a target to open. Inputs, targets and constants are computed by no step. */
export function leads(ref: string): boolean {
  return /^(step|sample|parameter):/.test(ref);
}

/** Parses `layer.unit.input`, where either of the last two may be empty. */
function parameterOf(place: string): ParameterPlace {
  const [layer, unit, input] = place.split('.');
  return {
    layer: Number(layer),
    unit: unit === '' ? null : Number(unit),
    input: input === '' ? null : Number(input),
  };
}
