import * as l10n from '@vscode/l10n';
import { replacement } from './fix.js';
import type { Report } from './report.js';
import { asNumber, member, type Value } from './tree.js';

/** A whole number, or undefined where there is none. `1e-1` is one to a JSON schema, which looks for a point only; here it is reported. */
export function readWhole(report: Report, parent: Value, key: string): number | undefined {
  const value = member(parent, key);
  if (value?.type !== 'number') return undefined;
  if (value.isInteger && Number.isFinite(value.value) && !Number.isSafeInteger(value.value)) {
    report.error('not-whole', value, l10n.t('A whole number is needed here, below 2^53.'));
  }
  return Number.isSafeInteger(value.value) ? value.value : undefined;
}

/** A fraction in [0, 1). */
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

/** A number too large for float64, such as 1e999, is infinity to JSON: found wherever it stands. */
export function checkFinite(report: Report, root: Value): void {
  const open: NonNullable<Value>[] = root ? [root] : [];
  for (let node = open.pop(); node && !report.isFull; node = open.pop()) {
    if (node.type === 'number' && Math.abs(node.value) === Infinity && !report.hasProblemAt(node)) {
      report.error('not-finite', node, l10n.t('This number is too large: float64 ends at about 1.8e308.'));
    }
    for (const child of node.children ?? []) open.push(child);
  }
}
