/** The licences of the libraries that a bundle contains, as their terms ask. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} root the project
 * @param {string[]} inputs the files of the bundles, relative to the project (esbuild's metafile)
 * @returns {string} one section for each package that occurs in them
 */
export function thirdPartyNotices(root, inputs) {
  const folders = new Set(
    inputs.flatMap((input) => input.match(/^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/)?.[0] ?? []),
  );
  folders.add('node_modules/@vscode/codicons');
  return [...folders]
    .sort()
    .map((folder) => notice(path.join(root, folder)))
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} folder of an installed package */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}
