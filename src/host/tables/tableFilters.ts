import * as vscode from 'vscode';

/** Returns the endings of tables for a dialog. */
export const tableFilters = (): Record<string, string[]> => ({
  [vscode.l10n.t('Tables')]: ['csv', 'tsv', 'txt', 'parquet', 'gz'],
});
