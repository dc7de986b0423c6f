import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the project. This file is never bundled. */
export const projectRoot = path.resolve(__dirname, '../..');

/** Returns the path of the VSIX that `npm run package` writes. */
export function projectPackage(): string {
  const manifest = readFileSync(path.join(projectRoot, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(manifest) as { name: string; version: string };
  return path.join(projectRoot, `${name}-${version}.vsix`);
}
