import * as l10n from '@vscode/l10n';
import { replacement } from './fix.js';
import type { Report } from './report.js';
import { asNumber, member, type Value } from './tree.js';

/**
 * Reads a whole number. Returns undefined where there is none. The JSON service takes `1e-1` for a whole number, since it
 * only checks for a decimal point, so it is reported here.
 */
export function readWhole(report: Report, parent: Value, key: string): number | undefined {
  const value = member(parent, key);
  if (value?.type !== 'number') return undefined;
  if (value.isInteger && Number.isFinite(value.value) && !Number.isSafeInteger(value.value)) {
    report.error('not-whole', value, l10n.t('A whole number below 2^53 is needed here.'));
  }
  return Number.isSafeInteger(value.value) ? value.value : undefined;
}

/** Reads a fraction in [0, 1). Returns 0 where there is none or it is out of range. */
export function readFraction(report: Report, parent: Value, key: string, message: string): number {
  const value = member(parent, key);
  const fraction = asNumber(value);
  if (!value || fraction === undefined) return 0;
  if (fraction >= 0 && fraction < 1) return fraction;
  const isPercent = fraction > 1 && fraction < 100;
  const fix = isPercent ? replacement(value, String(fraction / 100)) : undefined;
  if (Number.isFinite(fraction)) report.error('out-of-range', value, message, fix);
  return 0;
}

/** Reports numbers anywhere in the config that are too large for float64, such as 1e999, which JSON reads as infinity. */
export function checkFinite(report: Report, root: Value): void {
  const open: NonNullable<Value>[] = root ? [root] : [];
  for (let node = open.pop(); node && !report.isFull; node = open.pop()) {
    if (node.type === 'number' && Math.abs(node.value) === Infinity && !report.hasProblemAt(node)) {
      report.error(
        'not-finite',
        node,
        l10n.t('This number is too large. The largest float64 is about 1.8e308.'),
      );
    }
    for (const child of node.children ?? []) open.push(child);
  }
}
