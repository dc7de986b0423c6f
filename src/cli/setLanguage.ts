import * as l10n from '@vscode/l10n';
import chinese from '../../l10n/bundle.l10n.zh-cn.json';

/**
 * Sets the language of the messages to the system's (LC_ALL, LC_MESSAGES, LANG), or English if it is not supported.
 * @returns the translations; undefined for English
 */
export function setLanguage(locale: string): Readonly<Record<string, string>> | undefined {
  const { language, script } = new Intl.Locale(locale).maximize();
  if (language !== 'zh' || script !== 'Hans') return undefined;
  l10n.config({ contents: chinese });
  return chinese;
}
