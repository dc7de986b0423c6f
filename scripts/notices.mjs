/* This module collects the licenses of the libraries in a bundle, as their terms require. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files in scripts/licenses with the license texts of packages that contain none, from their repositories. */
const keptTexts = {
  '@microsoft/fast-element': 'fast.txt',
  '@microsoft/fast-foundation': 'fast.txt',
  '@microsoft/fast-web-utilities': 'fast.txt',
  '@vscode/l10n': 'vscode-l10n.txt',
  'javascript-natural-sort': 'javascript-natural-sort.txt',
  seedrandom: 'seedrandom.txt',
};
const keptFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'licenses');

/**
 * @param {string} root the project
 * @param {string[]} inputs the files of the bundles, relative to the project (esbuild's metafile)
 * @returns {string} one section for each package that occurs in them
 * @throws where a package has no license text
 */
export function thirdPartyNotices(root, inputs) {
  const folders = new Set(
    inputs.flatMap((input) => input.match(/^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/)?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => notice(path.join(root, folder)))
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} folder the folder of an installed package */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).map((file) => path.join(folder, file));
  const licenses = files.filter((file) => /^(licen[cs]e|copying)/i.test(path.basename(file)));
  if (licenses.length === 0) licenses.push(keptText(name));
  const notices = files.filter((file) => /^notice/i.test(path.basename(file)));
  const texts = [...licenses, ...notices].map((file) => readFileSync(file, 'utf8').trim());
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}

/** @param {string} name the name of a package without a license text */
function keptText(name) {
  const file = keptTexts[name];
  if (file) return path.join(keptFolder, file);
  throw new Error(
    `${name} is bundled, but it ships no license text. Add the text of its repository to scripts/licenses and name it in scripts/notices.mjs.`,
  );
}
