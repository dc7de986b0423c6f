import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Returns the folder for cached results, or null if there is none. An empty or relative path counts as unset:
 * https://specifications.freedesktop.org/basedir-spec
 */
export function cacheFolder({ XDG_CACHE_HOME: named = '' }: NodeJS.ProcessEnv = process.env): string | null {
  const parent = path.isAbsolute(named) ? named : path.join(homedir(), '.cache');
  return path.isAbsolute(parent) ? path.join(parent, 'backprop-lab') : null;
}
