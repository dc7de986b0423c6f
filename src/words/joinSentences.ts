import * as l10n from '@vscode/l10n';

/** Returns sentences one after the other, with what the language puts between two: a space in English, nothing in Chinese. */
export const joinSentences = (sentences: readonly string[]): string =>
  sentences.length === 0 ? '' : sentences.reduce((before, next) => l10n.t('{0} {1}', before, next));
