import * as l10n from '@vscode/l10n';

const reasons: Readonly<Record<string, () => string>> = {
  ENOENT: () => l10n.t('There is no such folder.'),
  ENOTDIR: () => l10n.t('There is no such folder.'),
  EISDIR: () => l10n.t('This is a folder. Name a file in it.'),
  EACCES: () => l10n.t('Permission denied.'),
  EPERM: () => l10n.t('Permission denied.'),
  EROFS: () => l10n.t('The file system is read-only.'),
  ENAMETOOLONG: () => l10n.t('The name is too long.'),
  ELOOP: () => l10n.t('Its symbolic links form a loop.'),
  EMFILE: () => l10n.t('Too many files are open.'),
  ENFILE: () => l10n.t('Too many files are open.'),
  ENOSPC: () => l10n.t('The disk is full.'),
  EBUSY: () => l10n.t('Another program is using it.'),
  // Node's own code for a name that contains NUL.
  ERR_INVALID_ARG_VALUE: () => l10n.t('This is not a valid file name.'),
};

/** Whether the error is a file system error rather than a bug of this program. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && ('syscall' in error || String(error.code) in reasons);
}

/** Returns a sentence on why the system could not read or write a file. */
export function systemReason(error: NodeJS.ErrnoException): string {
  const { code = '', message } = error;
  if (Object.hasOwn(reasons, code)) return reasons[code]();
  // Messages have the form "EIO: i/o error, read".
  return l10n.t('The system reports "{0}".', /^[A-Z0-9]+: ([^,]*)/.exec(message)?.[1] ?? code);
}
