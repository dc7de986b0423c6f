import * as l10n from '@vscode/l10n';
import { visit } from 'jsonc-parser';
import { limits } from '../../engine/limits.js';

/** A problem at an offset of a text. */
export interface TextProblem {
  readonly offset: number;
  readonly message: string;
  /** Whether the rest of the text can still be used. */
  readonly isWarning: boolean;
}

class Refused extends Error {
  constructor(readonly problem: TextProblem) {
    super(problem.message);
  }
}

/**
 * Returns the reason why a text cannot be read as JSON: its first syntax error, too deep nesting, or too many values; null
 * where it can be read. No tree is built, so that a text of any size can be checked beforehand.
 */
export function scan(text: string): TextProblem | null {
  let depth = 0;
  let count = 0;
  const refuse = (offset: number, message: string): never => {
    throw new Refused({ offset, message, isWarning: false });
  };
  const begin = (offset: number): void => {
    if (++depth > limits.givenDepth)
      refuse(offset, l10n.t('Lists and objects are nested more than {0} levels deep.', limits.givenDepth));
  };
  const end = (): void => {
    depth--;
  };
  const value = (_: unknown, offset: number): void => {
    if (++count > limits.givenNumbers)
      refuse(offset, l10n.t('There are more than {0} values.', limits.givenNumbers.toLocaleString('en')));
  };
  const onError = (_: unknown, offset: number): void => refuse(offset, syntaxMessage(text, offset));
  try {
    visit(
      text,
      {
        onObjectBegin: begin, onArrayBegin: begin, onObjectEnd: end, onArrayEnd: end,
        onObjectProperty: value, onLiteralValue: value, onError,
      }, // prettier-ignore
      { allowTrailingComma: true },
    );
  } catch (error) {
    if (error instanceof Refused) return error.problem;
    throw error;
  }
  return null;
}

export function syntaxMessage(text: string, offset: number): string {
  const word = /^-?(nan|inf(inity)?)\b/i.exec(text.slice(offset, offset + 20))?.[0];
  return word
    ? l10n.t(
        '{0} is not a number. A value overflowed or was divided by 0 when these gradients were computed.',
        word,
      )
    : l10n.t(
        'This is not a JSON object with gradients or quantities by name. Write JSON such as {0}, or save the arrays with np.savez.',
        '{"dW1": [[0.1, 0.2]], "db1": [0.3]}',
      );
}
