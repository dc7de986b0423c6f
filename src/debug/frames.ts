import * as l10n from '@vscode/l10n';
import { phaseTitle } from '../derivation/words.js';
import { numberText, type Digits } from '../engine/trace/digits.js';
import type { Places, Range } from './places.js';
import type { Walk } from './walk.js';

export interface Frame extends Range {
  readonly id: number;
  readonly name: string;
}

/** Returns the stack frames at the walk's cursor, the innermost first: unit, layer, phase, pass. */
export function framesOf(walk: Walk, places: Places, digits: Digits): Frame[] {
  const { trace, names, index } = walk;
  const { phase, layer, unit, notation } = trace.head(index);
  const equation = `${notation.text} = ${numberText(trace.step(index).value, digits)}`;
  const { activation } = trace.source.network.layers[layer - 1];
  const layerName = l10n.t('Layer {0}: {1}', layer, activation);
  const frames = [
    { name: layerName, ...places.of(layer, null) },
    { name: phaseTitle(phase), ...places.phase(phase) },
    { name: passTitle(walk), ...places.data },
  ];
  const innermost =
    unit === null
      ? { ...frames[0], name: `${layerName}: ${equation}` }
      : { name: `${names.unit(layer, unit)}: ${equation}`, ...places.of(layer, unit) };
  const stack = unit === null ? [innermost, ...frames.slice(1)] : [innermost, ...frames];
  return stack.map((frame, id) => ({ id: id + 1, ...frame }));
}

function passTitle(walk: Walk): string {
  const { epoch, batch, rows, sample } = walk;
  const title =
    rows.length === 1
      ? l10n.t('Pass: epoch {0}, sample {1}', epoch, rows[0] + 1)
      : l10n.t('Pass: epoch {0}, mini-batch {1}, sample {2} of {3}', epoch, batch, sample + 1, rows.length);
  return walk.altered.length === 0 ? title : l10n.t('{0} (values changed by hand)', title);
}
