import * as l10n from '@vscode/l10n';
import type { Crossing } from '../engine/check/moved.js';
import type { Names } from '../engine/trace/names.js';

/** The most samples whose kinks are listed individually. */
const mostSamples = 3;
const mostUnits = 5;

/** Describes the kinks where the given derivatives are from the other side. Returns null where there are none. */
export function describeKinkSides(
  kinks: readonly Crossing[],
  names: Pick<Names, 'unit'>,
  outputLayer: number,
): string | null {
  if (kinks.length === 0) return null;
  const bySample = new Map<number, string[]>();
  for (const { layer, unit, sample } of kinks) {
    const units = bySample.get(sample) ?? [];
    bySample.set(sample, [...units, names.unit(layer ?? outputLayer, unit)]);
  }
  const places = [...bySample]
    .slice(0, mostSamples)
    .map(([sample, units]) =>
      l10n.t(
        '{0}, sample {1}',
        units.slice(0, mostUnits).join(', ') + (units.length > mostUnits ? ', …' : ''),
        sample + 1,
      ),
    );
  const more = bySample.size > mostSamples ? '; …' : '';
  return l10n.t(
    'This value belongs to the other side of the kink at {0}, which is equally right.',
    places.join('; ') + more,
  );
}
