import { plainLine } from './plainLine.js';
import { displayLatex, type Block, type Document } from './document.js';

/** Returns a LaTeX document. Chinese needs XeLaTeX or LuaLaTeX with ctex. */
export function toLatex({ title, language, blocks }: Document): string {
  const chinese = language.startsWith('zh');
  return [
    `\\documentclass[a4paper,landscape]{${chinese ? 'ctexart' : 'article'}}`,
    ...(chinese ? [] : ['\\usepackage[utf8]{inputenc}', '\\usepackage[T1]{fontenc}']),
    '\\usepackage{amsmath}',
    '\\usepackage[margin=15mm]{geometry}',
    `\\title{${escaped(title)}}`,
    '\\date{}',
    '\\begin{document}',
    '\\maketitle',
    ...blocks.map(blockLatex),
    '\\end{document}',
    '',
  ].join('\n');
}

function blockLatex(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `\\${block.level === 2 ? 'section' : 'subsection'}*{${escaped(block.text)}}`;
    case 'text':
      return `\n\\noindent ${escaped(block.text)}`;
    case 'formula':
    case 'equation':
      return `\\[\n${displayLatex(block)}\n\\]`;
  }
}

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '^': '\\textasciicircum{}', '~': '\\textasciitilde{}',
}; // prettier-ignore

const escaped = (text: string) =>
  plainLine(text)
    .replace(/[\u2068\u2069]/g, '')
    .replace(/[\\{}$&#^_%~]/g, (character) => special[character] ?? `\\${character}`);
