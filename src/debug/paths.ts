import path from 'node:path';

/** Returns whether two paths refer to the same file, regardless of how separators, `.` and `..` are written. */
export function isSamePath(a: string, b: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== 'win32') return path.posix.normalize(a) === path.posix.normalize(b);
  const plain = (name: string): string => path.win32.normalize(name).toLowerCase();
  return plain(a) === plain(b);
}
