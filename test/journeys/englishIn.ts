import type { Frame } from 'playwright-core';

/** Returns what a page shows or tells a screen reader in more than one English word, except the given names. */
export async function englishIn(frame: Frame, ...names: readonly string[]): Promise<string[]> {
  const texts = await frame.evaluate(() => {
    const told = [...document.querySelectorAll('[title], [aria-label]')]
      .filter((element) => element.checkVisibility())
      .flatMap((element) => [element.getAttribute('title') ?? '', element.getAttribute('aria-label') ?? '']);
    return [...document.body.innerText.split('\n'), ...told];
  });
  const own = (text: string): string => names.reduce((rest, name) => rest.replaceAll(name, ''), text);
  return texts.filter((text) => /[a-z]{2,} [a-z]{2,}/i.test(own(text)));
}
