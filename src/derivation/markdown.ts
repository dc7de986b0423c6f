import { plainLine } from './plainLine.js';
import { displayLatex, type Block, type Document } from './document.js';

/** Returns Markdown with LaTeX between `$$`, which GitHub, Jupyter and VS Code's preview typeset. */
export function toMarkdown({ title, blocks }: Document): string {
  return `${[`# ${escaped(title)}`, ...blocks.map(blockMarkdown)].join('\n\n')}\n`;
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'text':
      return escaped(block.text);
    case 'formula':
    case 'equation':
      return `$$\n${displayLatex(block)}\n$$`;
  }
}

/** Escapes the characters of inline markup, and those that start a list or a heading at the beginning of a line. */
export const escaped = (text: string) =>
  plainLine(text)
    .replace(/[\\`*_[\]<>#$|~&]/g, '\\$&')
    .replace(/^(\s*)([-+=]|\d+(?=[.)]))/, (_, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    );
