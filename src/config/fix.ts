import * as l10n from '@vscode/l10n';
import type { Problem } from './problem.js';
import type { Span } from './span.js';
import { spanOf } from './tree.js';

export type Fix = NonNullable<Problem['fix']>;

/** Returns a fix that replaces the text of a span. */
export const replacement = (at: Span, text: string): Fix => ({
  title: l10n.t('Replace with {0}', text),
  text,
  span: spanOf(at),
});

/** Returns a fix that replaces the text of a span by a quoted name. */
export const nameFix = (at: Span, name: string): Fix => replacement(at, JSON.stringify(name));
