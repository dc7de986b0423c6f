import { checkKeys } from './keys.js';
import type { Report } from './report.js';
import type { CompareCommand } from './spec.js';
import { asItems, asNumber, asString, member, type Value } from './tree.js';

/** The time limit of a command in seconds where the config gives none. */
const defaultTimeout = 30;

/** Reads `compare`: the name of a file, or an object with a command. Returns null where neither is given. */
export function readCompare(report: Report, value: Value): string | CompareCommand | null {
  if (value?.type !== 'object') return asString(value) ?? null;
  checkKeys(report, value, ['command', 'timeout']);
  const command = asItems(member(value, 'command'))?.flatMap((item) => asString(item) ?? []);
  const timeout = asNumber(member(value, 'timeout')) ?? defaultTimeout;
  return command ? { command, timeout } : null;
}
