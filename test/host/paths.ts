import { readFileSync } from 'node:fs';
import path from 'node:path';

/** This file is run from its source (tsx), never bundled. */
export const projectRoot = path.resolve(__dirname, '../..');

/** The VSIX as `npm run package` leaves it. */
export function projectPackage(): string {
  const manifest = readFileSync(path.join(projectRoot, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(manifest) as { name: string; version: string };
  return path.join(projectRoot, `${name}-${version}.vsix`);
}
