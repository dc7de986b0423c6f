import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { FromView, RunRecord } from '../../src/protocol.js';
import { FirstShowing } from '../../webview/timeline/firstShowing.js';
import { epochAt, shareAt } from '../../webview/timeline/playback.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { run, status } from './harness/scenarios.js';
import { accessible, button, hydrate, hydrateIris, posted, send, settled } from './harness/steps.js';

describe('The playback of a run', () => {
  it('gives early epochs more time than late ones', () => {
    const epochs = 200;
    assert.equal(epochAt(0, epochs), 0);
    assert.equal(epochAt(1, epochs), epochs);
    assert.ok(epochAt(0.5, epochs) === 50);
    for (const epoch of [0, 1, 7, 200]) assert.equal(epochAt(shareAt(epoch, epochs) + 1e-9, epochs), epoch);
    assert.equal(shareAt(0, 0), 1);
  });
});

describe('The first showing of a run', () => {
  const done = status({ state: 'done', epoch: 200, elapsedMs: 300 });
  const record = (started: number): RunRecord[] => [{ run, started } as RunRecord];

  /** Shows a run that trains for a time in ms, in pictures of the epochs 1, 2 and so on. */
  const watch = (showing: FirstShowing, ms: number, pictures: number): void => {
    for (let picture = 1; picture <= pictures; picture++)
      showing.observe(status({ state: 'training' }), [], picture, 100 + (ms * (picture - 1)) / pictures);
  };

  it('is due for a run that ended within a second of being seen, and only once', () => {
    const showing = new FirstShowing(null);
    watch(showing, 800, 50);
    assert.equal(showing.observe(done, [], 51, 900), run);
    assert.equal(showing.observe(done, [], 51, 950), null);
  });

  it('is due for a run that took longer but was seen in few pictures', () => {
    const showing = new FirstShowing(null);
    watch(showing, 5000, 3);
    assert.equal(showing.observe(done, [], 51, 5200), run);
  });

  it('is not due for a run that was watched for longer, nor for one that did not get to its end', () => {
    const showing = new FirstShowing(null);
    watch(showing, 400, 20);
    assert.equal(showing.observe(status({ state: 'stopped' }), [], 20, 500), null);
    assert.equal(showing.observe(done, [], 21, 1200), null);
  });

  it('is due for a run that was over before the page could draw it, and not for an old one', () => {
    assert.equal(new FirstShowing(null).observe(done, record(9000), 50, 0, 10_000), run);
    assert.equal(new FirstShowing(null).observe(done, record(9000), 50, 0, 60_000), null);
    assert.equal(new FirstShowing(run).observe(done, record(9000), 50, 0, 10_000), null);
  });
});

describe('The timeline', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
  };
  const track = () => page.locator('.timeline-track');
  const viewing = (all: readonly FromView[]): (number | null)[] =>
    all.flatMap((message) => (message.type === 'viewEpoch' ? [message.epoch] : []));
  const asked = async (): Promise<(number | null)[]> => viewing(await posted(page));
  /** Replies as the host does when the drawings show the epoch. */
  const answer = (epoch: number | null, fraction: number | null = null): Promise<void> =>
    send(page, {
      type: 'update',
      view: {
        status: status({ state: 'done', epoch: 200, viewing: epoch === null ? null : { epoch, fraction } }),
      },
    });
  const drag = async (...shares: number[]): Promise<void> => {
    await track().scrollIntoViewIfNeeded();
    const box = (await track().boundingBox())!;
    const place = (share: number): [number, number] => [box.x + share * box.width, box.y + box.height / 2];
    await page.mouse.move(...place(shares[0]));
    await page.mouse.down();
    for (const share of shares.slice(1)) await page.mouse.move(...place(share));
    await page.mouse.up();
  };

  it('is a slider over the epochs, on the scale of the chart above it', async () => {
    await open();
    await hydrateIris(page, 'done', 200);
    const sliders = (await accessible(page, 'slider')).map(({ name }) => name);
    assert.ok(sliders.includes('Epoch'), sliders.join());
    assert.equal(await track().getAttribute('aria-valuetext'), 'Epoch 200 of 200');
    await track().focus();
    await page.keyboard.press('Home');
    assert.deepEqual(await asked(), [0]);
    await answer(0);
    assert.equal(await track().getAttribute('aria-valuetext'), 'Epoch 0 of 200');
    const rule = (await page.locator('#loss-chart ~ .rule').boundingBox())!;
    const thumb = (await page.locator('.timeline-thumb').boundingBox())!;
    assert.ok(Math.abs(rule.x - (thumb.x + thumb.width / 2)) < 1.5);
    await page.keyboard.press('ArrowRight');
    await answer(1);
    await page.keyboard.press('PageUp');
    await answer(11);
    await page.keyboard.press('End');
    assert.deepEqual(await asked(), [1, 11, null]);
  });

  it('asks for the newest epoch when the last one has arrived, instead of queueing', async () => {
    await open();
    await hydrateIris(page, 'done', 200);
    await drag(0.1, 0.2, 0.3, 0.4, 0.5);
    assert.deepEqual(await asked(), [20]);
    assert.match(await page.locator('.timeline-bar').innerText(), /Epoch 100 of 200/);
    await answer(20);
    assert.deepEqual(await asked(), [100]);
    await answer(100, 0.4);
    assert.match(await page.locator('.timeline-detail').innerText(), /computing 40 %/);
    assert.deepEqual(await asked(), []);
    await answer(100);
    assert.deepEqual(await asked(), []);
    assert.match(await page.locator('.timeline-detail').innerText(), /viewing/);
  });

  it('shows the metrics of the viewed epoch, and leads back to the end', async () => {
    await open();
    await hydrateIris(page, 'done', 200);
    const loss = page.locator('[data-figure="loss"] dd');
    const last = await loss.innerText();
    await answer(3);
    assert.notEqual(await loss.innerText(), last);
    assert.equal(await page.locator('[data-figure="epoch"] dd').innerText(), '3 / 200');
    await posted(page);
    await button(page, 'Back to the end').click();
    assert.deepEqual(await asked(), [null]);
    await answer(null);
    assert.equal(await loss.innerText(), last);
  });

  it('continues and steps from the viewed epoch, and says why not where none is viewed', async () => {
    await open();
    await hydrateIris(page, 'done', 200);
    await page.locator('.timeline-uses vscode-button').first().click();
    assert.deepEqual(await posted(page).then((all) => all.filter(({ type }) => type === 'branch')), []);
    assert.match(
      (await page.locator('.timeline-uses vscode-button').first().getAttribute('title')) ?? '',
      /^Choose an earlier epoch/,
    );
    await answer(137);
    await button(page, 'Continue from here').click();
    await button(page, 'Step through from here').click();
    const types = (await posted(page)).map(({ type }) => type);
    assert.deepEqual(types, ['branch', 'stepFromViewed']);
  });

  it('views the epoch that is clicked in the chart', async () => {
    await open();
    await hydrateIris(page, 'done', 200);
    await posted(page);
    const box = (await page.locator('.chart-frame').first().boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + 80);
    const [epoch] = await asked();
    assert.ok(epoch !== null && epoch > 50 && epoch < 150, String(epoch));
    assert.equal(await track().getAttribute('aria-valuenow'), String(epoch));
  });

  it('plays a run that ended at once, until something is pressed', async () => {
    await open();
    await hydrateIris(page, 'training', 3);
    await posted(page);
    await page.evaluate(() => {
      const { history, run: id, status: statusOf } = window.harness.scenarios;
      window.harness.send({
        type: 'append',
        run: id,
        history: history(200, { from: 4, validation: true, accuracy: true }),
      });
      window.harness.send({ type: 'update', view: { status: statusOf({ state: 'done', epoch: 200 }) } });
    });
    await page.waitForFunction(() => window.harness.posted.some((message) => message.type === 'viewEpoch'));
    await page.evaluate(() => {
      const { run: id, status: statusOf } = window.harness.scenarios;
      window.harness.send({
        type: 'update',
        view: { status: statusOf({ state: 'done', epoch: 200, viewing: { epoch: 0, fraction: null } }) },
      });
      return id;
    });
    await page.waitForFunction(
      () => window.harness.posted.filter((message) => message.type === 'viewEpoch').length > 1,
    );
    assert.match(await page.locator('.timeline-detail').innerText(), /playing/);
    await page.keyboard.press('Shift');
    await settled(page);
    const shown = await asked();
    assert.equal(shown[0], 0);
    assert.ok(shown[1]! > 0);
    assert.equal(await page.locator('.timeline-detail').innerText(), '');
  });

  it('does not play by itself for readers who want no motion', async () => {
    await open({ reducedMotion: true });
    await hydrateIris(page, 'training', 3);
    await hydrateIris(page, 'done', 200);
    await answer(null);
    assert.deepEqual(await asked(), []);
  });

  it('plays the path of a function without asking the host', async () => {
    await open();
    await hydrate(page, 'plainFunction');
    await posted(page);
    await track().focus();
    await page.keyboard.press('Home');
    await settled(page);
    assert.equal(await page.locator('#contour').getAttribute('data-points'), '1');
    assert.deepEqual(await asked(), []);
    assert.equal(await track().getAttribute('aria-valuetext'), 'Step 0 of 60');
    assert.ok(await button(page, 'Continue from here').isHidden());
  });

  it('plays on request, and pauses where it is', async () => {
    await open();
    await hydrateIris(page, 'done', 200);
    await posted(page);
    await button(page, 'Play').click();
    await page.waitForFunction(() => window.harness.posted.some((message) => message.type === 'viewEpoch'));
    await button(page, 'Pause').click();
    const at = Number(await track().getAttribute('aria-valuenow'));
    await settled(page);
    assert.equal(Number(await track().getAttribute('aria-valuenow')), at);
    assert.ok(at < 200);
  });
});
