/** Mathematics typeset by KaTeX, in a separate chunk that is loaded when the first formula is shown. */
import { render } from 'katex';

/** Typesets a formula. It may only mark its numbers, and LaTeX that cannot be typeset is shown as text. */
export function typeset(latex: string, element: HTMLElement): void {
  render(`\\displaystyle ${latex}`, element, {
    output: 'html',
    throwOnError: false,
    strict: false,
    trust: ({ command }) => command === '\\htmlData',
  });
}
