/** Measures the contrast of a page by WCAG 2.2: 1 is invisible, 21 is black on white. */
import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { eventually, webview, type Theme } from './workbench.js';

const kinds: Record<Theme, string> = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  highContrastDark: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast-light',
};

/** Waits until the panel has the theme, and its texts and drawings have at least the contrast of level AA. */
export async function panelCanBeRead(page: Page, theme: Theme): Promise<void> {
  await eventually(`the panel can be read in ${theme}`, async () => {
    const shown = await contrastOf(await webview(page, 'panel'));
    assert.equal(shown.theme, kinds[theme]);
    assert.ok(shown.text.ratio >= 4.5, `"${shown.text.words}" has a contrast of ${shown.text.ratio}`);
    for (const ratio of shown.canvases) assert.ok(ratio >= 3, `A drawing has a contrast of ${ratio}`);
    return true;
  });
}

interface Contrast {
  /** The kind of theme that the editor reports to its pages. */
  readonly theme: string;
  /** The text with the lowest contrast to its background. */
  readonly text: { readonly ratio: number; readonly words: string };
  /** The highest contrast within each canvas. */
  readonly canvases: readonly number[];
}

/** Measures the visible elements of the page, except disabled ones. */
function contrastOf(frame: Frame): Promise<Contrast> {
  return frame.evaluate(() => {
    const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const rgba = (color: string): number[] => {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = color;
      brush.fillRect(0, 0, 1, 1);
      return [...brush.getImageData(0, 0, 1, 1).data];
    };
    const over = ([r, g, b, a]: number[], below: number[]): number[] =>
      [r, g, b].map((value, i) => (value * a + below[i] * (255 - a)) / 255);
    const luminance = (color: number[]): number => {
      const [r, g, b] = color.map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const behind = (element: Element | null): number[] =>
      element === null
        ? rgba(getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-background'))
        : over(rgba(getComputedStyle(element).backgroundColor), behind(element.parentElement));

    let text = { ratio: Infinity, words: '' };
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      const element = node.parentElement!;
      const words = node.textContent?.trim() ?? '';
      const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (
        !words ||
        !shown ||
        element.closest('script, style, [disabled], [aria-disabled="true"], .katex-mathml')
      )
        continue;
      const ground = behind(element);
      const { color, fill } = getComputedStyle(element);
      const ink = over(rgba(element instanceof SVGElement ? fill : color), ground);
      const found = ratio(luminance(ink), luminance(ground));
      if (found < text.ratio) text = { ratio: found, words };
    }

    const canvases = [...document.querySelectorAll('canvas')]
      .filter((canvas) => canvas.checkVisibility() && canvas.width > 0)
      .map((canvas) => {
        const ground = behind(canvas);
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const colors = new Set(new Uint32Array(data.buffer));
        const contrasts = [...colors].map((color) => {
          const parts = [color & 255, (color >> 8) & 255, (color >> 16) & 255, color >>> 24];
          return ratio(luminance(over(parts, ground)), luminance(ground));
        });
        return Math.max(...contrasts);
      });
    return { theme: document.body.dataset.vscodeThemeKind ?? '', text, canvases };
  });
}
