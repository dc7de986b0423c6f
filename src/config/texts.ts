import * as l10n from '@vscode/l10n';
import { limits } from '../engine/limits.js';
import { controlCharacterIn } from './characters.js';
import type { Report } from './report.js';
import type { Value } from './tree.js';

/** Reports strings and keys anywhere in the config that are too long or contain control characters. */
export function checkTexts(report: Report, root: Value): void {
  const open: NonNullable<Value>[] = root ? [root] : [];
  for (let node = open.pop(); node && !report.isFull; node = open.pop()) {
    if (node.type === 'string') checkText(report, node, node.value);
    for (const child of node.children ?? []) open.push(child);
  }
}

function checkText(report: Report, at: NonNullable<Value>, text: string): void {
  if (text.length > limits.textCharacters) {
    const message = l10n.t(
      'This text has {0} characters, but at most {1} are supported.',
      text.length,
      limits.textCharacters,
    );
    report.warning('text-too-long', at, message);
    return;
  }
  const control = controlCharacterIn(text);
  if (control)
    report.warning(
      'control-character',
      at,
      l10n.t('This text contains the control character {0}. Remove it.', control),
    );
}
