import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { checkPages, openPage } from './harness/harness.js';
import {
  accessible,
  button,
  commands,
  hydrate,
  hydrateIris,
  posted,
  send,
  settled,
  train,
} from './harness/steps.js';
import { status } from './harness/scenarios.js';

describe('The sidebar', () => {
  checkPages();
  let page: Page;

  beforeEach(async () => {
    page = await openPage('sidebar', { width: 300, height: 800 });
  });

  it('explains how to open or create a config if there is none', async () => {
    await page.evaluate(() => window.harness.hydrate(null));
    await page.locator('.welcome').waitFor();
    await posted(page);
    for (const name of ['Open examples', 'Train on a table…', 'New config', 'Open walkthrough'])
      await button(page, name).click();
    assert.deepEqual(await commands(page), ['openExamples', 'trainOnTable', 'newConfig', 'openWalkthrough']);
  });

  it('takes a table that is dragged here from the explorer, and nothing else', async () => {
    await page.evaluate(() => window.harness.hydrate(null));
    await page.locator('.welcome').waitFor();
    const drop = (type: string, text: string): Promise<boolean> =>
      page.evaluate(
        ([kind, content]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.setData(kind, content);
          const at = document.querySelector('.welcome')!;
          const options = { dataTransfer, bubbles: true, cancelable: true };
          const isTaken = !at.dispatchEvent(new DragEvent('dragover', options));
          at.dispatchEvent(new DragEvent('drop', options));
          return isTaken;
        },
        [type, text] as const,
      );
    assert.equal(await drop('text/plain', '/home/a.csv'), false);
    assert.equal(await drop('text/uri-list', '# a comment\r\nfile:///home/a%20b.csv\r\nfile:///c.csv'), true);
    const posted = await page.evaluate(() =>
      window.harness.posted.filter(({ type }) => type === 'dropTable'),
    );
    assert.deepEqual(posted, [{ type: 'dropTable', uri: 'file:///home/a%20b.csv' }]);
    assert.equal(await page.locator('.drop-mark').isVisible(), false);
  });

  it('goes from no config to one and back', async () => {
    await page.evaluate(() => window.harness.hydrate(null));
    await page.locator('.welcome').waitFor();
    await hydrateIris(page);
    assert.ok(await page.locator('.welcome').isHidden());
    assert.equal(await page.locator('.config-name').innerText(), 'Iris');
    await page.evaluate(() => window.harness.hydrate(null));
    await page.locator('.welcome').waitFor();
    assert.ok(await page.locator('.config').isHidden());
  });

  it('shows state, epoch and loss, and opens the panel and the file', async () => {
    await hydrateIris(page, 'training', 128);
    assert.equal(await page.locator('.summary .state').innerText(), 'Training');
    assert.match(await page.locator('[data-figure="epoch"]').innerText(), /128 \/ 200/);
    await posted(page);
    await page.locator('.config-name').click();
    await button(page, 'Open config file').click();
    await button(page, 'Pause').click();
    await button(page, 'Stop').click();
    assert.deepEqual(await commands(page), ['openPanel', 'openConfig', 'pause', 'stop']);
  });

  it('counts the problems and leads to them', async () => {
    await hydrate(page, 'invalid');
    await posted(page);
    await button(page, '2 errors, 1 warning').click();
    assert.deepEqual(await commands(page), ['showProblems']);
    await hydrateIris(page);
    assert.ok(await page.locator('.problems').isHidden());
  });

  it('draws the loss as it comes', async () => {
    await hydrateIris(page, 'training', 10);
    const picture = page.locator('.sparkline svg');
    const before = await picture.locator('.training').getAttribute('d');
    await train(page, 11, 50);
    assert.equal(await picture.getAttribute('data-points'), '51');
    assert.notEqual(await picture.locator('.training').getAttribute('d'), before);
  });

  it('lists the runs, newest first', async () => {
    await hydrateIris(page);
    const items = await page.locator('.runs li').allInnerTexts();
    assert.deepEqual(
      items.map((item) => item.split('\n')[0].trim()),
      ['Failed', 'Stopped', 'Done'],
    );
    assert.match(items[2], /200 epochs · loss 0\.0521/);
    await hydrate(page, 'worked');
    assert.match(await page.locator('.runs').innerText(), /There are no runs yet/);
  });

  describe('settings', () => {
    const field = (name: string): ReturnType<Page['locator']> =>
      page.locator(`[data-setting="${name}"] input`);

    it('are sent to the host as they are typed, and can be applied or reverted', async () => {
      await hydrateIris(page, 'done');
      assert.equal(await field('learningRate').inputValue(), '0.01');
      assert.equal(await button(page, 'Apply to file').getAttribute('aria-disabled'), 'true');
      await posted(page);
      await field('learningRate').fill('0.003');
      const changed = { learningRate: 0.003, epochs: 200, batchSize: 16, seed: 1 };
      assert.deepEqual(await posted(page), [{ type: 'settings', settings: changed }]);
      await button(page, 'Apply to file').click();
      assert.deepEqual(await commands(page), ['applySettings']);
      await button(page, 'Use file values').click();
      assert.deepEqual(await posted(page), [
        { type: 'settings', settings: { ...changed, learningRate: 0.01 } },
      ]);
      await settled(page);
      assert.equal(await field('learningRate').inputValue(), '0.01');
    });

    it('take an empty batch size for all the training data', async () => {
      await hydrateIris(page, 'done');
      await posted(page);
      await field('batchSize').fill('');
      const [message] = await posted(page);
      assert.equal(message.type === 'settings' && message.settings.batchSize, null);
    });

    it('report an invalid value visually and to a screen reader, and do not send it', async () => {
      await hydrateIris(page, 'done');
      await posted(page);
      await field('epochs').fill('many');
      assert.equal(
        await page.locator('[data-setting="epochs"] .complaint').innerText(),
        'Enter a whole number of at least 1.',
      );
      assert.deepEqual(await posted(page), []);
      assert.equal(
        await page.locator('.next-run vscode-button').first().getAttribute('title'),
        'One of the values above is not valid.',
      );
      const [epochs] = (await accessible(page, 'textbox')).filter(({ name }) => name === 'Epochs');
      assert.equal(epochs.description, 'Enter a whole number of at least 1.');
    });

    it('are not changed by an update while the user types', async () => {
      await hydrateIris(page, 'training');
      await field('learningRate').fill('0.');
      await train(page, 129, 140);
      assert.equal(await field('learningRate').inputValue(), '0.');
    });

    it('follow the file while the user does not type', async () => {
      await hydrateIris(page, 'done');
      const settings = { learningRate: 0.2, epochs: 50, batchSize: null, seed: 9 };
      await send(page, { type: 'update', view: { settings, fileSettings: settings } });
      assert.equal(await field('learningRate').inputValue(), '0.2');
      assert.equal(await field('batchSize').inputValue(), '');
      assert.equal(await field('seed').inputValue(), '9');
    });

    it('have neither batch size nor seed for a plain function', async () => {
      await hydrate(page, 'plainFunction');
      assert.ok(await field('batchSize').isHidden());
      assert.ok(await field('epochs').isVisible());
    });
  });

  it('fits 200 px to 600 px without scrolling sideways', async () => {
    for (const width of [200, 300, 600]) {
      await page.setViewportSize({ width, height: 800 });
      for (const name of ['invalid', 'stale', 'plainFunction', 'loading'] as const) {
        await hydrate(page, name);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(wider, 0, `${name} at ${width} px`);
      }
    }
  });

  it('does not move during training', async () => {
    await hydrateIris(page, 'training', 1);
    const boxes = (): Promise<number[][]> =>
      page.locator('.config *:not(.progress-filled, path, vscode-button *)').evaluateAll((elements) =>
        elements.map((element) => {
          const { x, y } = element.getBoundingClientRect();
          return [x, y];
        }),
      );
    const before = await boxes();
    assert.ok(before.length > 10);
    for (const [from, to] of [[2, 9], [10, 99], [100, 200]]) await train(page, from, to); // prettier-ignore
    assert.deepEqual(await boxes(), before);
    await send(page, { type: 'update', view: { status: status({ state: 'paused', epoch: 200 }) } });
    assert.deepEqual(await boxes(), before);
  });
});
