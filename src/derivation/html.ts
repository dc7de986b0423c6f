import { renderToString } from 'katex';
import { plainLine } from './plainLine.js';
import { displayLatex, type Block, type Document } from './document.js';

/**
 * Returns a self-contained page. Formulas are MathML, which browsers typeset with their own fonts, so the page needs no
 * scripts, no external styles and no font files.
 */
export function toHtml({ title, language, blocks }: Document): string {
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${blocks.map(blockHtml).join('\n')}
</body>
</html>
`;
}

/** Aligns the lines of equations, since browsers ignore the attribute `columnalign` that KaTeX writes. */
const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid; }
p { margin: 1rem 0 0; }
.formula { overflow-x: auto; padding: .25rem 1.5rem; }
math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", math; width: fit-content; margin: 0; }
mtable[columnalign="right left"] > mtr > mtd { padding: .25em 0; }
mtable[columnalign="right left"] > mtr > mtd:first-child { text-align: right; text-align: -webkit-right; }
mtable[columnalign="right left"] > mtr > mtd:last-child,
mtable[columnalign="left left"] > mtr > mtd { text-align: left; text-align: -webkit-left; }
@media print { h2, h3, p { break-after: avoid; } }
`;

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    case 'text':
      return `<p>${escaped(block.text)}</p>`;
    case 'formula':
    case 'equation': {
      const formula = renderToString(displayLatex(block), {
        output: 'mathml',
        displayMode: true,
        strict: false,
        throwOnError: false,
      });
      return `<div class="formula">${formula}</div>`;
    }
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string) => plainLine(text).replace(/[&<>"]/g, (character) => entities[character]);
