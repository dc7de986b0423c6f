import * as l10n from '@vscode/l10n';
import { getNodeValue } from 'jsonc-parser';
import type { ASTNode, PropertyASTNode } from 'vscode-json-languageservice';
import type { Fix } from './fix.js';
import { anyLayer, homesOf } from './homes.js';
import { removal } from './edits/removal.js';
import type { Report } from './report.js';
import { changedAt, difference, nodeAt, typeAt, withEdits } from './edits/textEdits.js';
import type { JsonPath } from './span.js';

/** The most characters that are processed to compute a file's fixes, since each fix parses the text several times. */
const mostEdited = 500_000;

/**
 * Reports a key that belongs in another object, with a fix that moves it there.
 * @returns whether the key was reported
 */
export function reportMisplaced(report: Report, { keyNode, valueNode, parent }: PropertyASTNode): boolean {
  const key = keyNode.value;
  const homes = homesOf(key);
  if (!parent || homes.length === 0) return false;
  const from = pathOf(parent);
  if (homes.some((home) => isSame(home, from))) return false;
  const { text } = report;
  const isShort = text.length * (report.count + 1) <= mostEdited;
  const [home, ...others] = homes;
  const isClear = others.length === 0 && !home.includes(anyLayer);
  const fix = valueNode && isShort && isClear ? moveFix(text, from, home, key) : undefined;
  report.error('misplaced-key', keyNode, messageOf(key, homes), fix);
  return true;
}

const isSame = (home: JsonPath, path: JsonPath): boolean =>
  home.length === path.length && home.every((segment, i) => segment === anyLayer || segment === path[i]);

function messageOf(key: string, homes: readonly JsonPath[]): string {
  const [home, other] = homes;
  if (home.length === 0) return l10n.t('"{0}" belongs at the top level of the file.', key);
  if (home.includes(anyLayer)) return l10n.t('"{0}" belongs in a layer, one of "layers".', key);
  return homes.length > 1
    ? l10n.t('"{0}" belongs in "{1}" or in "{2}".', key, home.join('.'), other.join('.'))
    : l10n.t('"{0}" belongs in "{1}".', key, home.join('.'));
}

function pathOf(node: ASTNode): JsonPath {
  const { parent } = node;
  if (!parent) return [];
  if (parent.type === 'property')
    return parent.parent ? [...pathOf(parent.parent), parent.keyNode.value] : [];
  return parent.type === 'array' ? [...pathOf(parent), parent.items.indexOf(node)] : pathOf(parent);
}

/** Returns a fix that moves a key to `home`; undefined where `home` has the key already or is not an object. */
function moveFix(text: string, from: JsonPath, home: JsonPath, key: string): Fix | undefined {
  const node = nodeAt(text, [...from, key]);
  if (!node || typeAt(text, [...home, key]) !== undefined) return undefined;
  let moved = withEdits(text, removal(text, [...from, key]));
  for (let depth = 1; depth <= home.length; depth++) {
    const path = home.slice(0, depth);
    const present = nodeAt(moved, path);
    // An optimizer or a schedule may be given as a string.
    if (!present) moved = changedAt(moved, path, {});
    else if (present.type === 'string') moved = changedAt(moved, path, { type: present.value as unknown });
    else if (present.type !== 'object') return undefined;
  }
  const [edit] = difference(text, changedAt(moved, [...home, key], getNodeValue(node)));
  const title =
    home.length === 0
      ? l10n.t('Move "{0}" to the top level', key)
      : l10n.t('Move "{0}" into "{1}"', key, home.join('.'));
  return { title, ...edit };
}
