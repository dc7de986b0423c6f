/** The theme's colors for use on a canvas. They are computed from the page's custom properties (see base.css). */
export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly positive: string;
  readonly negative: string;
  readonly fontFamily: string;
}

export type Rgb = readonly [red: number, green: number, blue: number];

export interface ClassColor {
  readonly css: string;
  readonly rgb: Rgb;
}

/** What has been read since the theme last changed. To read a color, the browser computes the style of the whole page. */
const known: { theme: Theme | null; classColors: readonly ClassColor[] | null } = {
  theme: null,
  classColors: null,
};
const listeners: (() => void)[] = [];
let observer: MutationObserver | null = null;

export function readTheme(): Theme {
  observe();
  return (known.theme ??= {
    foreground: color('--foreground'),
    muted: color('--muted'),
    grid: color('--grid'),
    background: color('--background'),
    positive: color('--positive'),
    negative: color('--negative'),
    fontFamily: getComputedStyle(document.body).fontFamily,
  });
}

/** Returns a color for each class, in the classes' order. The first two are the colors of the signs. */
export function readClassColors(): readonly ClassColor[] {
  observe();
  return (known.classColors ??= Array.from({ length: 10 }, (_, index) => {
    const css = color(`--class-${index + 1}`);
    return { css, rgb: rgb(css) };
  }));
}

/** Calls `changed` when the editor's theme changes. */
export function onThemeChange(changed: () => void): void {
  observe();
  listeners.push(changed);
}

/** Observes the theme once for the whole page, so that what was read is discarded before anything reads it again. */
function observe(): void {
  if (observer) return;
  observer = new MutationObserver(() => {
    Object.assign(known, { theme: null, classColors: null });
    for (const changed of listeners) changed();
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}

/** Returns whether the reader wants no motion, by a setting of the editor or of the system. */
export function wantsReducedMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

/** Returns a custom property's color, resolved through an element, since the property itself may contain `var()`. */
function color(property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Returns the channels, from 0 to 255, of any CSS color. */
export function rgb(value: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
