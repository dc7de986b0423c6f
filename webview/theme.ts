/** The theme's colours as a canvas needs them. They come from the page's own custom properties (see base.css). */
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

export interface ClassColour {
  readonly css: string;
  readonly rgb: Rgb;
}

export function readTheme(): Theme {
  return {
    foreground: colour('--foreground'),
    muted: colour('--muted'),
    grid: colour('--grid'),
    background: colour('--background'),
    positive: colour('--positive'),
    negative: colour('--negative'),
    fontFamily: getComputedStyle(document.body).fontFamily,
  };
}

/** A colour for each class, in the classes' order; the first two are those of the signs. */
export function readClassColours(): ClassColour[] {
  return Array.from({ length: 10 }, (_, index) => {
    const css = colour(`--class-${index + 1}`);
    return { css, rgb: rgb(css) };
  });
}

/** Calls `changed` when the editor's theme does. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}

/** A custom property is text with more `var()` in it; only a real property of an element is a colour. */
function colour(property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Channels from 0 to 255 of any colour that CSS can write. */
export function rgb(value: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
