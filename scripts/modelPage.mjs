import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';

/**
 * Writes dist/modelPage.html: the page of an exported model with its script and its style, in which an export fills in
 * the title, the texts and the model. Its policy allows this script and this style alone, and no connection.
 *
 * @param {string} root
 */
export async function buildModelPage(root) {
  const [script, style] = await Promise.all(['main.ts', 'page.css'].map((name) => bundled(root, name)));
  const policy = `default-src 'none'; script-src '${hash(script)}'; style-src '${hash(style)}'; base-uri 'none'; form-action 'none'`;
  const page = `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}}</title>
<style>${style}</style>
</head>
<body>
<script type="application/json" id="texts">{{TEXTS}}</script>
<script type="application/json" id="model">{{MODEL}}</script>
<script>${script}</script>
</body>
</html>
`;
  await writeFile(path.join(root, 'dist/modelPage.html'), page);
}

/** Bundles an entry as one text without what could end its element. @type {(root: string, name: string) => Promise<string>} */
async function bundled(root, name) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [`src/modelPage/${name}`],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  });
  return outputFiles[0].text.trim().replaceAll('</', '<\\/');
}

/** @param {string} text */
const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
