import type { Page } from 'playwright-core';

/**
 * Returns the texts of a page that are cut off at the edge of their drawing, of an element that hides overflow, or of
 * the window. Texts that can be scrolled to are not cut off, and neither are names that end with an ellipsis.
 */
export function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = [];
    const boxOf = (node: Node): DOMRect => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return range.getBoundingClientRect();
    };
    /**
     * Returns the edges between which an element shows its content, if it hides the overflow and cannot be scrolled.
     */
    const sidesOf = (element: Element): { left: number; right: number } | null => {
      const isDrawing = element instanceof SVGSVGElement;
      const hides = ['hidden', 'clip'].includes(getComputedStyle(element).overflowX);
      return isDrawing || hides || element === document.documentElement
        ? element.getBoundingClientRect()
        : null;
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (
        !parent ||
        text === '' ||
        !parent.checkVisibility({ checkVisibilityCSS: true, opacityProperty: true })
      )
        continue;
      if (parent.closest('.unseen, .katex, script, style, vscode-option')) continue;
      const box = boxOf(node);
      for (let element: Element | null = parent; element; element = element.parentElement) {
        const { overflowX } = getComputedStyle(element);
        if (overflowX === 'auto' || overflowX === 'scroll') break;
        const sides = sidesOf(element);
        if (!sides || (box.left >= sides.left - 0.5 && box.right <= sides.right + 0.5)) continue;
        // A name may end with an ellipsis, as its hover shows all of it, but a number may not.
        const isName = getComputedStyle(element).textOverflow === 'ellipsis' && !/^[−-]?[\d.,]+/.test(text);
        if (isName) break;
        cut.push(`${text.slice(0, 60)} in ${element.getAttribute('class') ?? element.tagName}`);
        break;
      }
    }
    return cut;
  });
}

/** Returns pairs of texts in a drawing that overlap. */
export function overlapping(page: Page, drawing: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const texts = [...document.querySelectorAll(`${selector} text`)].filter(
      (text) => text.checkVisibility() && text.textContent !== '',
    );
    const boxes = texts.map((text) => text.getBoundingClientRect());
    return texts.flatMap((text, i) =>
      texts.slice(i + 1).flatMap((other, j) => {
        const [a, b] = [boxes[i], boxes[i + 1 + j]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // The boxes of lines are taller than their letters.
        return across > 1 && down > 5 ? [`${text.textContent} | ${other.textContent}`] : [];
      }),
    );
  }, drawing);
}
