/** Returns whether two paths refer to the same file, regardless of how separators, `.` and `..` are written. */
export function isSamePath(a: string, b: string, platform: NodeJS.Platform = process.platform): boolean {
  const isWindows = platform === 'win32';
  const plain = (name: string): string =>
    isWindows ? normalize(name.replaceAll('\\', '/')).toLowerCase() : normalize(name);
  return plain(a) === plain(b);
}

function normalize(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return (name.startsWith('/') ? '/' : '') + parts.join('/');
}
