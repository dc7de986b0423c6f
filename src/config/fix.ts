import * as l10n from '@vscode/l10n';
import type { Problem } from './problem.js';
import type { Span } from './span.js';
import { spanOf } from './tree.js';

export type Fix = NonNullable<Problem['fix']>;

/** Puts other text there. */
export const replacement = (at: Span, text: string): Fix => ({
  title: l10n.t('Replace by {0}', text),
  text,
  span: spanOf(at),
});

/** Puts a name there, in its quotes. */
export const nameFix = (at: Span, name: string): Fix => replacement(at, JSON.stringify(name));
