/** Mathematics by KaTeX. A chunk of its own, loaded when the first formula is to be seen. */
import { render } from 'katex';

/** Nothing may be done by a formula but marking its numbers; whatever cannot be typeset stands there as LaTeX. */
export function typeset(latex: string, element: HTMLElement): void {
  render(`\\displaystyle ${latex}`, element, {
    output: 'html',
    throwOnError: false,
    strict: false,
    trust: ({ command }) => command === '\\htmlData',
  });
}
