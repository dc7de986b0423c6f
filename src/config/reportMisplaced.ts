import * as l10n from '@vscode/l10n';
import { getNodeValue } from 'jsonc-parser';
import type { ASTNode, PropertyASTNode } from 'vscode-json-languageservice';
import type { Fix } from './fix.js';
import { anyLayer, keyPathsOf } from './keyPaths.js';
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
  const paths = keyPathsOf(key);
  if (!parent || paths.length === 0) return false;
  const from = pathOf(parent);
  if (paths.some((path) => isSame(path, from))) return false;
  const { text } = report;
  const isShort = text.length * (report.count + 1) <= mostEdited;
  const [first, ...others] = paths;
  const isClear = others.length === 0 && !first.includes(anyLayer);
  const fix = valueNode && isShort && isClear ? moveFix(text, from, first, key) : undefined;
  report.error('misplaced-key', keyNode, messageOf(key, paths), fix);
  return true;
}

const isSame = (pattern: JsonPath, path: JsonPath): boolean =>
  pattern.length === path.length &&
  pattern.every((segment, i) => segment === anyLayer || segment === path[i]);

function messageOf(key: string, paths: readonly JsonPath[]): string {
  const [first, other] = paths;
  if (first.length === 0) return l10n.t('"{0}" belongs at the top level of the file.', key);
  if (first.includes(anyLayer)) return l10n.t('"{0}" belongs in an element of "layers".', key);
  return paths.length > 1
    ? l10n.t('"{0}" belongs in "{1}" or in "{2}".', key, first.join('.'), other.join('.'))
    : l10n.t('"{0}" belongs in "{1}".', key, first.join('.'));
}

function pathOf(node: ASTNode): JsonPath {
  const { parent } = node;
  if (!parent) return [];
  if (parent.type === 'property')
    return parent.parent ? [...pathOf(parent.parent), parent.keyNode.value] : [];
  return parent.type === 'array' ? [...pathOf(parent), parent.items.indexOf(node)] : pathOf(parent);
}

/** Returns a fix that moves a key to `target`; undefined where `target` has the key already or is not an object. */
function moveFix(text: string, from: JsonPath, target: JsonPath, key: string): Fix | undefined {
  const node = nodeAt(text, [...from, key]);
  if (!node || typeAt(text, [...target, key]) !== undefined) return undefined;
  let moved = withEdits(text, removal(text, [...from, key]));
  for (let depth = 1; depth <= target.length; depth++) {
    const path = target.slice(0, depth);
    const present = nodeAt(moved, path);
    // An optimizer or a schedule may be given as a string.
    if (!present) moved = changedAt(moved, path, {});
    else if (present.type === 'string') moved = changedAt(moved, path, { type: present.value as unknown });
    else if (present.type !== 'object') return undefined;
  }
  const [edit] = difference(text, changedAt(moved, [...target, key], getNodeValue(node)));
  const title =
    target.length === 0
      ? l10n.t('Move "{0}" to the top level', key)
      : l10n.t('Move "{0}" into "{1}"', key, target.join('.'));
  return { title, ...edit };
}
