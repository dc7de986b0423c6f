import assert from 'node:assert/strict';
import { checkPages, openPage, type ThemeName } from './harness/harness.js';
import { hydrate } from './harness/steps.js';

type Color = readonly [red: number, green: number, blue: number];

/** Returns the channels in linear light. */
const linear = (color: Color): number[] =>
  color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });

/** Returns the contrast of WCAG 2.2, from 1 to 21. */
function contrast(a: Color, b: Color): number {
  const [x, y] = [a, b].map((color) => {
    const [red, green, blue] = linear(color);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  });
  return Math.max(x, y) / Math.min(x, y);
}

/** Returns the coordinates of a color in OKLab, whose distances are perceptually uniform. */
function okLab(color: Color): number[] {
  const [r, g, b] = linear(color);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const distance = (a: Color, b: Color): number => {
  const [x, y] = [okLab(a), okLab(b)];
  return Math.hypot(...x.map((value, axis) => value - y[axis]));
};

describe('The colors of classes', () => {
  checkPages();

  for (const theme of [
    'light',
    'dark',
    'highContrastDark',
    'highContrastLight',
  ] as const satisfies ThemeName[])
    it(`are seen on the background and can be told apart (${theme})`, async () => {
      const page = await openPage('panel', { theme });
      await hydrate(page, 'planar');
      const [background, ...classes] = await page.evaluate(() => {
        const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
        const names = ['--background', ...Array.from({ length: 10 }, (_, index) => `--class-${index + 1}`)];
        return names.map((name): [number, number, number] => {
          const probe = document.createElement('span');
          probe.style.color = `var(${name})`;
          document.body.append(probe);
          brush.fillStyle = getComputedStyle(probe).color;
          probe.remove();
          brush.fillRect(0, 0, 1, 1);
          const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
          return [red, green, blue];
        });
      });
      for (const [index, color] of classes.entries()) {
        const ratio = contrast(color, background);
        assert.ok(ratio >= 3, `class ${index + 1} has a contrast of ${ratio}`);
        for (const [other, before] of classes.slice(0, index).entries()) {
          const apart = distance(color, before);
          const least = index < 6 ? 0.1 : 0.07;
          assert.ok(apart >= least, `classes ${other + 1} and ${index + 1} are ${apart} apart`);
        }
      }
    });

  it('are in the legend of two classes, each beside its name', async () => {
    const page = await openPage('panel');
    await hydrate(page, 'planar');
    const keys = page.locator('.regions .diagram-legend .key:has(.swatch-square)');
    assert.deepEqual(await keys.allInnerTexts(), ['below', 'above']);
    const colors = await keys
      .locator('.swatch')
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    assert.notEqual(colors[0], colors[1]);
  });

  it('are the ends of the scale of a surface, with their numbers and that of the line', async () => {
    const page = await openPage('panel');
    await hydrate(page, 'planarNumbers');
    const legend = await page.locator('.regions .diagram-legend').innerText();
    const [low, high, line] = legend.match(/[−\d.]+\d/g)!.map((text) => Number(text.replace('−', '-')));
    assert.ok(low < 0 && high > 0 && Math.abs(line - (low + high) / 2) < 0.1, legend);
    assert.equal(await page.locator('.regions .heat-scale').count(), 1);
  });
});
