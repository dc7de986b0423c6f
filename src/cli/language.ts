import * as l10n from '@vscode/l10n';
import chinese from '../../l10n/bundle.l10n.zh-cn.json';

/** Lets the command line speak the system's language (LC_ALL, LC_MESSAGES, LANG), as far as it can; else English. */
export function speakLanguageOf(locale: string): void {
  const { language, script } = new Intl.Locale(locale).maximize();
  if (language === 'zh' && script === 'Hans') l10n.config({ contents: chinese });
}
