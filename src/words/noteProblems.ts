import * as l10n from '@vscode/l10n';
import type { NoteMark } from '../config/notes/notes.js';
import type { Problem } from '../config/problem.js';
import type { Span } from '../config/span.js';

const atStart: Span = { offset: 0, length: 0 };

const error = (code: string, span: Span, message: string): Problem => ({
  severity: 'error',
  code,
  message,
  span,
});

/** What may be wrong with lecture notes or a worksheet apart from its numbers. */
export const noteProblems = {
  tooLong: (most: number): Problem =>
    error(
      'notes-too-long',
      atStart,
      l10n.t('The document is too long. At most {0} characters are checked.', most.toLocaleString('en')),
    ),
  noConfig: (span: Span = atStart): Problem =>
    error(
      'no-config',
      span,
      l10n.t('There is no config. Put one into a fenced code block that begins with ```backprop.'),
    ),
  noMarks: (): Problem =>
    error(
      'no-numbers',
      atStart,
      l10n.t(
        'There is no number to check. Put a comment such as {0} before a number.',
        '<!-- backprop: net_h1 -->',
      ),
    ),
  tooMany: (offset: number, most: number): Problem =>
    error(
      'too-many-numbers',
      { offset, length: 1 },
      l10n.t('Only the first {0} numbers are checked. Split the document.', most.toLocaleString('en')),
    ),
  tooManyRows: ({ number: { span } }: NoteMark, samples: number): Problem =>
    error(
      'no-sample',
      span,
      l10n.t('Each row of this table is a sample, but only {0} samples can be checked here.', samples),
    ),
  unknownName: ({ name, at }: NoteMark, near: string | undefined): Problem =>
    error(
      'unknown-quantity',
      at,
      near === undefined
        ? l10n.t(
            'The pass has no quantity "{0}". Use the names that its steps show, such as net_h1, out_h1, delta_o1 or dE_dw5.',
            name,
          )
        : l10n.t('The pass has no quantity "{0}". Did you mean "{1}"?', name, near),
    ),
};
