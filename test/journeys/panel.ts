/** Reads the panel and operates the training view in journeys. */
import type { Frame, Page } from 'playwright-core';
import { codeLens, eventually, openFile, runCommand, webview } from './workbench.js';

/** The panel's texts on its run, and the drawn part of its loss. */
export interface Seen {
  readonly run: string;
  readonly state: string;
  readonly epoch: number;
  readonly points: number;
  readonly last: number;
}

export async function seen(page: Page): Promise<Seen> {
  const panel = await webview(page, 'panel');
  const bar = panel.locator('.run-bar');
  const chart = panel.locator('canvas#loss-chart');
  const read = async (from: typeof bar, name: string): Promise<string> =>
    (await from.getAttribute(name)) ?? '';
  return {
    run: await read(bar, 'data-run'),
    state: await read(bar, 'data-state'),
    epoch: Number(await read(bar, 'data-epoch')),
    points: Number(await read(chart, 'data-points')),
    last: Number(await read(chart, 'data-last')),
  };
}

export const seenWhen = (page: Page, what: string, fits: (seen: Seen) => boolean): Promise<Seen> =>
  eventually(what, async () => {
    const now = await seen(page);
    return fits(now) && now;
  });

/** Opens the worked example with its panel at the first step of a pass. */
export async function stepThroughExample(page: Page): Promise<Frame> {
  await openFile(page, 'worked-example-2-2-2.backprop.json');
  await codeLens(page, 'Step through');
  await runCommand(page, 'Backprop: Step Through a Pass');
  const panel = await webview(page, 'panel');
  await atStep(panel, 'Net input of h1');
  return panel;
}

/** Waits until the panel shows the step with this title. */
export const atStep = (panel: Frame, words: string): Promise<void> =>
  panel.locator('.step-words').getByText(words, { exact: true }).waitFor();

/** Opens the training view by its icon. */
export async function openSidebar(page: Page): Promise<Frame> {
  const title = page.locator('.part.sidebar .composite.title', { hasText: 'Backprop Lab' });
  // A click on the icon of a view that is open closes it, as it may be where a reloaded window restores it meanwhile.
  await eventually('the training view is open', async () => {
    if (await title.isVisible()) return true;
    await page.locator('.activitybar .action-item a[aria-label="Backprop Lab"]').click();
    await title.waitFor({ timeout: 5000 });
    return true;
  });
  return webview(page, 'sidebar');
}

/** Types a setting of the next run into the training view. */
export async function setNextRun(page: Page, setting: string, value: string): Promise<void> {
  const sidebar = await openSidebar(page);
  const field = sidebar.locator(`[data-setting="${setting}"] input`);
  // The page fills the field with the file's value when it receives the config.
  await eventually(`${setting} is known`, async () => (await field.inputValue()) !== '');
  await field.fill(value);
  await field.press('Tab');
}

/** Waits until the visible panel contains the text. Another panel may become visible in the meantime. */
export function panelSays(page: Page, text: string): Promise<boolean> {
  return eventually(`the panel says "${text}"`, async () => {
    const panel = await webview(page, 'panel');
    return panel.getByText(text).first().isVisible();
  });
}

/** Returns the epoch of the map that is drawn. */
export const mapEpoch = async (panel: Frame): Promise<number> =>
  Number((await panel.locator('canvas#regions').getAttribute('data-epoch')) ?? -1);

/** Returns the visible text of the editor with one space for all white space, since the editor wraps lines. */
export async function visibleText(page: Page): Promise<string> {
  const lines = page.locator('.editor-group-container .monaco-editor .view-lines').first();
  return (await lines.innerText()).replace(/\s+/g, ' ');
}

export const textSays = (page: Page, text: string): Promise<boolean> =>
  eventually(`the text says ${text}`, async () => (await visibleText(page)).includes(text));

/** Waits until the diagram has these layers. */
export const draws = (page: Page, layers: string): Promise<boolean> =>
  eventually(`the diagram has ${layers}`, async () => {
    const panel = await webview(page, 'panel');
    const label = await panel.locator('.picture').first().getAttribute('aria-label');
    return label?.includes(layers) ?? false;
  });
