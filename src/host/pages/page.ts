import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export type PageName = 'panel' | 'sidebar' | 'grades';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character]);

export function pageFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** Returns what the panel shows until its script replaces it: the outline of the run bar, the tabs and the picture. */
function firstFrame(): string {
  const tabs = [
    vscode.l10n.t('Train'),
    vscode.l10n.t('Step through'),
    vscode.l10n.t('Check'),
    vscode.l10n.t('Runs'),
  ];
  return `<div id="first-frame" aria-hidden="true">
<div class="run-bar"><div class="run-line"></div></div>
<div class="tabs">${tabs.map((name) => `<span class="tab">${escape(name)}</span>`).join('')}</div>
<div class="train"><div class="outline"></div></div>
</div>`;
}

/**
 * Returns a page's HTML: its script, the script of the UI toolkit, which the first picture does not wait for, two style
 * sheets, and a content security policy that allows nothing else.
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, name: PageName): string {
  const file = (path: string): string =>
    escape(webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extension), path)).toString());
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escape(vscode.env.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${file('codicon.css')}">
<link rel="stylesheet" href="${file(`${name}.css`)}">
<title>Backprop Lab</title>
</head>
<body>
${name === 'panel' ? firstFrame() : ''}
<script type="module" nonce="${nonce}" src="${file(`${name}.js`)}"></script>
<script type="module" async nonce="${nonce}" src="${file('toolkitElements.js')}"></script>
</body>
</html>`;
}
