import * as l10n from '@vscode/l10n';
import { shorten } from './characters.js';
import { reportMisplaced } from './reportMisplaced.js';
import { reportUnknown } from './names.js';
import type { Report } from './report.js';
import type { Value } from './tree.js';

/** Reports each key that is not in `known`. Keys in `reported` are skipped, since another problem covers them. */
export function checkKeys(
  report: Report,
  value: Value,
  known: readonly string[],
  reported: readonly string[] = [],
): void {
  if (value?.type !== 'object') return;
  const present = new Set(value.properties.map(({ keyNode }) => keyNode.value));
  const missing = known.filter((key) => !present.has(key) && key !== '$schema');
  for (const property of value.properties) {
    if (report.isFull) return;
    const { keyNode } = property;
    const key = keyNode.value;
    if (known.includes(key) || reported.includes(key) || reportMisplaced(report, property)) continue;
    reportUnknown(report, 'unknown-key', keyNode, l10n.t('Unknown key "{0}".', shorten(key)), key, missing);
  }
}
