import { onThemeChange } from './theme.js';

/** The text styles in the drawings. */
export type TextSize = 'value' | 'name' | 'title';

const fonts: Readonly<Record<TextSize, string>> = { value: '11px', name: '12px', title: '600 12px' };
/** The largest number of cached widths. The cache is cleared beyond it, since numbers change all the time. */
const mostKept = 5000;
/** The number of characters beyond which a text is not measured, since it fits nowhere. */
const mostCharacters = 300;

const widths = new Map<string, number>();
let family: string | null = null;
let context: OffscreenCanvasRenderingContext2D | null | undefined;

/**
 * Returns the width of a text in px, as the page draws it. Every digit counts as the widest, since figures are tabular.
 */
export function textWidth(text: string, size: TextSize = 'value'): number {
  const shape = text.slice(0, mostCharacters).replace(/\d/g, '0');
  const key = `${size} ${shape}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const width = measured(shape, size) ?? estimated(shape);
  if (widths.size >= mostKept) widths.clear();
  widths.set(key, width);
  return width;
}

/**
 * Returns as much of a name as fits into `width` px, with an ellipsis where it was cut. For numbers use `formatWithin`.
 */
export function fitted(text: string, width: number, size: TextSize = 'name'): string {
  if (text.length <= mostCharacters && textWidth(text, size) <= width) return text;
  const characters = Array.from(text.slice(0, mostCharacters));
  const cut = (count: number): string => `${characters.slice(0, count).join('').trimEnd()}…`;
  let [low, high] = [1, Math.max(1, characters.length - 1)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(cut(middle), size) <= width) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}

/** Measures a text on a canvas; null outside a browser, where there is no canvas. */
function measured(text: string, size: TextSize): number | null {
  if (context === undefined) {
    context = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('2d');
    if (context) onThemeChange(forget);
  }
  if (!context) return null;
  family ??= getComputedStyle(document.body).fontFamily;
  context.font = `${fonts[size]} ${family}`;
  return Math.ceil(context.measureText(text).width);
}

/** Clears the cache, since a new theme may change the font. */
function forget(): void {
  family = null;
  widths.clear();
}

function estimated(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + characterWidth(character), 0);
}

function characterWidth(character: string): number {
  if (character > '\u2e80') return 12;
  return /[ilj.,:;'|!·\s]/.test(character) ? 4 : /[mwMW]/.test(character) ? 10 : 7;
}
