import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { RunState } from '../../src/protocol.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, setTheme, type Options, type ThemeName } from './harness/harness.js';
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
import { descent, run, status } from './harness/scenarios.js';

const themes: readonly ThemeName[] = ['light', 'dark', 'highContrastDark', 'highContrastLight'];

describe('The panel', () => {
  checkPages();
  let page: Page;

  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
  };

  describe('its messages', () => {
    beforeEach(() => open());

    it('asks to be hydrated and remembers which config it belongs to', async () => {
      assert.deepEqual(await posted(page), [{ type: 'loaded' }]);
      await hydrateIris(page);
      const state = await page.evaluate(() => sessionStorage.getItem('state'));
      assert.match(state ?? '', /iris\.backprop\.json/);
    });

    it('draws what is appended, and nothing of another run', async () => {
      await hydrateIris(page, 'training', 10);
      const chart = page.locator('#loss-chart');
      assert.equal(await chart.getAttribute('data-points'), '11');
      const before = Number(await chart.getAttribute('data-last'));
      await train(page, 11, 60);
      assert.equal(await chart.getAttribute('data-points'), '61');
      assert.ok(Number(await chart.getAttribute('data-last')) < before);
      assert.equal(await page.locator('.run-bar').getAttribute('data-epoch'), '60');
      await send(page, { type: 'append', run: 'another', history: descent(3, 0.01) });
      assert.equal(await chart.getAttribute('data-points'), '61');
    });

    it('coalesces many messages into few redraws', async () => {
      await hydrateIris(page, 'training', 10);
      const draws = page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let count = 0;
            const chart = document.querySelector('#loss-chart')!;
            const observer = new MutationObserver(() => {
              count++;
              if (chart.getAttribute('data-last-epoch') === '300') resolve(count);
            });
            observer.observe(chart, { attributeFilter: ['data-last-epoch'] });
          }),
      );
      await train(page, 11, 300);
      assert.ok((await draws) <= 10, `${await draws} redraws for 290 epochs`);
    });

    it('shows texts in the reader’s language', async () => {
      await hydrate(page, 'fresh', { Train: '训练', Epoch: '轮次' });
      await button(page, '训练').waitFor();
      assert.match(await page.locator('[data-figure="epoch"]').innerText(), /轮次/);
    });

    it('hydrates again in place', async () => {
      await hydrateIris(page, 'done');
      await hydrate(page, 'worked');
      assert.equal(await page.locator('.run-bar').count(), 1);
      assert.equal(await page.locator('.run-bar').getAttribute('data-state'), 'ready');
      assert.equal(await page.locator('.network .unit').count(), 6);
    });
  });

  describe('its buttons', () => {
    beforeEach(() => open());

    const pressable: Readonly<Record<RunState, readonly string[]>> = {
      ready: ['Train', 'Step', 'Check gradients'],
      loading: ['Stop', 'Check gradients'],
      training: ['Pause', 'Stop', 'Reset', 'Check gradients'],
      paused: ['Resume', 'Stop', 'Reset', 'Step', 'Check gradients'],
      stopped: ['Train', 'Reset', 'Check gradients'],
      done: ['Train', 'Reset', 'Check gradients'],
      failed: ['Train', 'Reset', 'Check gradients'],
    };
    const commandOf: Readonly<Record<string, string>> = {
      Train: 'train', Pause: 'pause', Resume: 'resume', Stop: 'stop', Reset: 'reset', Step: 'step',
      'Check gradients': 'checkGradients',
    }; // prettier-ignore

    for (const [state, names] of Object.entries(pressable) as [RunState, readonly string[]][]) {
      it(`post their command while ${state}, or nothing and say why`, async () => {
        await hydrateIris(page, state, state === 'ready' ? 0 : 12);
        await posted(page);
        const all = page.locator('.run-bar .controls vscode-button');
        for (let index = 0; index < (await all.count()); index++) await all.nth(index).click();
        assert.deepEqual(
          await commands(page),
          names.map((name) => commandOf[name]),
        );
        for (const { name, description } of await accessible(page, 'button')) {
          if (name in commandOf) assert.ok(description, `${name} says nothing`);
          if (name in commandOf && !names.includes(name))
            assert.match(description, /\.$/, `${name}: ${description}`);
        }
      });
    }

    it('stay in the tab order while they are disabled, so that the reason can be read', async () => {
      await hydrateIris(page, 'training');
      const order: string[] = [];
      for (let press = 0; press < 4; press++) {
        await page.keyboard.press('Tab');
        order.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''));
      }
      assert.deepEqual(order, ['Pause', 'Pace', 'Stop', 'Reset']);
      assert.equal(await button(page, 'Step').getAttribute('aria-disabled'), 'true');
      assert.equal(
        await page.locator('.button-step').getAttribute('title'),
        'The run is in progress. Pause it first.',
      );
    });

    it('shows what overrides the file, and restores the values of the file', async () => {
      await hydrateIris(page, 'done');
      const overrides = page.locator('.overrides');
      assert.equal(await overrides.isVisible(), false);
      const file = { learningRate: 0.01, epochs: 200, batchSize: 16, seed: 1 };
      await send(page, { type: 'update', view: { settings: { ...file, learningRate: 0.1 } } });
      await overrides.getByText('Learning rate 0.1 (file: 0.01) for the next run').waitFor();
      await posted(page);
      await button(page, 'Use file values').click();
      assert.deepEqual(await posted(page), [{ type: 'settings', settings: file }]);
      await send(page, { type: 'update', view: { settings: file } });
      await overrides.waitFor({ state: 'hidden' });
    });

    it('set the pace of runs, which the host remembers', async () => {
      await hydrateIris(page, 'done');
      await posted(page);
      await page.locator('.pace vscode-dropdown').click();
      await page.getByRole('option', { name: 'Watch' }).click();
      assert.deepEqual(await posted(page), [{ type: 'pace', pace: 'watch' }]);
      await send(page, { type: 'update', view: { pace: 'fast' } });
      const shown = page.locator('.pace vscode-dropdown');
      assert.equal(await shown.evaluate((element: HTMLSelectElement) => element.value), 'fast');
    });

    it('mark a run whose parameters were changed by hand, and take it back unless it trains', async () => {
      await hydrateIris(page, 'paused');
      assert.ok(await page.locator('.origin').isHidden());
      await send(page, { type: 'update', view: { status: status({ state: 'paused', edited: true }) } });
      await page.getByText('Parameters changed by hand').waitFor();
      await posted(page);
      await button(page, 'Reset weights').click();
      assert.deepEqual(await posted(page), [{ type: 'resetParameters' }]);
      await send(page, { type: 'update', view: { status: status({ state: 'training', edited: true }) } });
      assert.ok(await page.getByText('Parameters changed by hand').isVisible());
      assert.ok(await page.getByText('Reset weights').isHidden());
    });

    it('are one line in a narrow panel, with the rest on request', async () => {
      await page.setViewportSize({ width: 350, height: 400 });
      await hydrateIris(page, 'training');
      assert.ok((await page.locator('.run-line').boundingBox())!.height < 60);
      assert.ok(await page.locator('.button-stop').isHidden());
      await page.getByRole('tab', { name: 'Check' }).click();
      await settled(page);
      assert.ok(await page.locator('.button-check').isVisible());
      await button(page, 'Show all actions and figures').click();
      assert.ok(await page.locator('.button-stop').isVisible());
      assert.ok(await page.locator('[data-figure="loss"]').isVisible());
    });

    it('work by keyboard', async () => {
      await hydrateIris(page, 'paused');
      await posted(page);
      await button(page, 'Resume').focus();
      await page.keyboard.press('Enter');
      assert.deepEqual(await commands(page), ['resume']);
    });
  });

  describe('its layout', () => {
    it('does not move during training', async () => {
      await open();
      await hydrateIris(page, 'training', 1);
      const boxes = (): Promise<number[][]> =>
        page.evaluate(() =>
          Array.from(
            document.querySelectorAll('.run-bar *, h2, .legend li, .network circle, canvas, .diagram-legend'),
            (element) => {
              const { x, y, width } = element.getBoundingClientRect();
              // A number may be narrower than its reserved space, and the progress line grows.
              const fixed = element.matches('.progress-filled, .legend .best');
              return fixed ? [x, y] : [x, y, width];
            },
          ),
        );
      const before = await boxes();
      await page.evaluate(() => {
        const seen: number[] = [];
        new PerformanceObserver((list) => seen.push(...list.getEntries().map(() => 1))).observe({
          type: 'layout-shift',
        });
        Object.assign(window, { shifts: seen });
      });
      for (const [from, to] of [[2, 9], [10, 99], [100, 200]]) await train(page, from, to); // prettier-ignore
      assert.deepEqual(await boxes(), before);
      assert.equal(await page.evaluate(() => (window as Window & { shifts?: number[] }).shifts?.length), 0);
    });

    it('changes the diagram in place instead of building it again', async () => {
      await open();
      await hydrateIris(page, 'training', 1);
      await page.evaluate(() =>
        document.querySelectorAll('.network *').forEach((element) => (element.id = 'kept')),
      );
      const width = page.locator('.network .weight').first();
      const before = await width.getAttribute('stroke-width');
      await train(page, 2, 90);
      assert.equal(await page.locator('.network *:not([id="kept"])').count(), 0);
      assert.notEqual(await width.getAttribute('stroke-width'), before);
    });

    for (const width of [320, 700, 900, 2000]) {
      it(`fits ${width} px without scrolling sideways`, async () => {
        await open({ width });
        for (const name of [
          'worked',
          'big',
          'deep',
          'failed',
          'notSeparable',
          'invalid',
          'loading',
          'plainFunction',
        ] as const) {
          await hydrate(page, name);
          const wider = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          assert.equal(wider, 0, name);
        }
      });
    }

    for (const width of [320, 420, 1200])
      it(`holds any names within ${width} px, as text alone`, async () => {
        await open({ width });
        await hydrate(page, 'maliciousNames');
        await page.locator('.values summary').click();
        await settled(page);
        assert.deepEqual(await clipped(page), []);
        const { wider, injected } = await page.evaluate(() => ({
          wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          injected: document.querySelectorAll('img').length,
        }));
        assert.deepEqual({ wider, injected }, { wider: 0, injected: 0 });
        const tables = await page.locator('.values table, .confusion').evaluateAll((all) => all.map(({ clientWidth }) => clientWidth)); // prettier-ignore
        assert.ok(
          tables.every((table) => table < 1600),
          tables.join(),
        );
      });

    it('stacks its parts in half a window and puts the network beside the picture in a wide one', async () => {
      await open({ width: 780 });
      await hydrate(page, 'planar');
      const order = (): Promise<readonly (readonly [number, number])[]> =>
        page.locator('.hero, .diagram, .chart:has(#loss-chart), .last').evaluateAll((parts) =>
          parts.map((part) => {
            const { left, top } = part.getBoundingClientRect();
            return [left, top] as const;
          }),
        );
      const stacked = await order();
      assert.ok(stacked.every(([left, top], index) => left === 16 && top > (stacked[index - 1]?.[1] ?? 0)));
      await page.setViewportSize({ width: 1200, height: 900 });
      await settled(page);
      const [hero, network, charts, last] = await order();
      assert.equal(hero[1], network[1]);
      assert.ok(network[0] > hero[0] && charts[0] === network[0] && charts[1] > network[1]);
      assert.ok(last[0] === hero[0] && last[1] > hero[1]);
    });

    it('begins with the predictions where the inputs span no plane', async () => {
      await open({ width: 700 });
      await hydrateIris(page, 'done');
      const first = await page.locator('.train section').first().getAttribute('class');
      assert.equal(first, 'evaluation');
      assert.equal(await page.locator('.evaluation').count(), 1);
    });
  });

  describe('its diagram', () => {
    beforeEach(() => open());

    it('draws the shape before there is any value', async () => {
      await hydrate(page, 'fresh');
      assert.equal(await page.locator('.network .unit').count(), 23);
      assert.equal(await page.locator('.network .weight.unknown').count(), 112);
    });

    it('summarizes a large layer as a strip with its size', async () => {
      await hydrate(page, 'big');
      assert.equal(await page.locator('.network .weight').count(), 0);
      assert.match(await page.locator('.network').textContent() ?? '', /512 relu/); // prettier-ignore
      const painted = await page
        .locator('.network .strip:not(.unknown) canvas')
        .last()
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
          return new Set(data).size;
        });
      assert.ok(painted > 20);
    });

    it('lets no dimmed line show through its units', async () => {
      await hydrate(page, 'deep');
      const unit = await page.locator('.network .unit .disc').nth(4).boundingBox();
      await page.mouse.move(unit!.x + unit!.width / 2, unit!.y + unit!.height / 2);
      await page.locator('.network.dimmed').waitFor();
      const opacity = await page.locator('.network .unit:not(.lit) .disc').evaluateAll((discs) =>
        discs.map((disc) => {
          let product = 1;
          for (let part: Element | null = disc; part; part = part.parentElement)
            product *= Number(getComputedStyle(part).opacity) * Number(getComputedStyle(part).fillOpacity);
          return product;
        }),
      );
      assert.ok(opacity.length > 0 && opacity.every((value) => value === 1), opacity.join());
    });

    it('lets the page scroll when the wheel turns over it', async () => {
      await page.setViewportSize({ width: 700, height: 400 });
      await hydrate(page, 'deep');
      const box = (await page.locator('.picture').boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + 100);
      await page.mouse.wheel(0, 100);
      await page.waitForFunction(
        () => window.scrollY > 0 || document.querySelector('.picture')!.scrollTop > 0,
      );
      assert.equal(await page.locator('.picture').evaluate((picture) => picture.scrollTop), 0);
    });

    for (const name of ['deepestNetwork', 'widest'] as const)
      it(`limits what it draws of a large network: ${name}`, async () => {
        await hydrate(page, name);
        await page.locator('.values summary').click();
        await settled(page);
        const elements = await page.evaluate(() => document.querySelectorAll('*').length);
        assert.ok(elements < 25_000, `${elements} elements`);
        const said = await page.locator('.train .left-out').innerText();
        assert.match(
          said,
          name === 'widest' ? /^$/ : /^The diagram and its values leave out layers 9 to 991 of 999/,
        );
      });

    it('is navigated by keys, and each place is read out', async () => {
      await hydrate(page, 'worked');
      await page.locator('.picture').focus();
      await page.keyboard.press('ArrowDown');
      const spoken = page.locator('.spoken');
      assert.equal(await spoken.textContent(), 'Input i1, value 0.0500000');
      await page.keyboard.press('ArrowRight');
      assert.match((await spoken.textContent()) ?? '', /^Weight w1, /);
      await page.keyboard.press('ArrowDown');
      assert.match((await spoken.textContent()) ?? '', /^Weight w3, /);
      await page.keyboard.press('ArrowRight');
      assert.match((await spoken.textContent()) ?? '', /^h2, sigmoid of layer 1, output 0\.596884/);
    });

    it('highlights the lines of the unit under the pointer and dims the others', async () => {
      await hydrateIris(page, 'paused');
      const unit = await page.locator('.network .unit .disc').nth(4).boundingBox();
      await page.mouse.move(unit!.x + unit!.width / 2, unit!.y + unit!.height / 2);
      assert.equal(await page.locator('.network .weight.lit').count(), 4 + 3);
      assert.match(await page.locator('.stage .card').innerText(), /^h1, relu of layer 1/);
      await page.mouse.move(2, 2);
      assert.equal(await page.locator('.network.dimmed').count(), 0);
      assert.ok(await page.locator('.stage .card').isHidden());
    });

    it('keeps a pinned place with live values until it is unpinned', async () => {
      await hydrateIris(page, 'training', 1);
      await page.locator('.network .unit .tint').nth(4).click();
      await page.mouse.move(2, 2);
      const before = await page.locator('.stage .card').innerText();
      await train(page, 2, 80);
      const after = await page.locator('.stage .card').innerText();
      assert.match(after, /^h1, relu/);
      assert.notEqual(after, before);
      await page.locator('.picture').focus();
      await page.keyboard.press('Escape');
      assert.ok(await page.locator('.stage .card').isHidden());
    });

    it('has all values in tables, written while they are open', async () => {
      await hydrate(page, 'worked');
      await page.locator('.values summary').click();
      const row = page.locator('.values tbody tr').first();
      await row.getByText('0.1500').waitFor();
      assert.deepEqual(await row.locator('td').allInnerTexts(), ['0.1500', '0.2000', '0.3500', '0.5933']);
      assert.equal(await row.locator('td').first().getAttribute('title'), 'w1');
    });

    it('asks for another sample and for the one looked at last when a new run begins', async () => {
      await hydrateIris(page, 'paused');
      await posted(page);
      await button(page, 'Next sample').click();
      await button(page, 'Next sample').click();
      assert.deepEqual(await posted(page), [{ type: 'sample', index: 1 }, { type: 'sample', index: 2 }]); // prettier-ignore
      await page.evaluate(() => {
        const { iris, status } = window.harness.scenarios;
        window.harness.hydrate({ ...iris(), status: status({ run: 'next' }) });
      });
      await settled(page);
      const samples = (await posted(page)).filter(({ type }) => type === 'sample');
      assert.deepEqual(samples, [{ type: 'sample', index: 2 }]);
    });

    it('accepts a typed sample number within the data, and reverts an invalid one', async () => {
      await hydrateIris(page, 'paused');
      await posted(page);
      const field = page.locator('.sample-picker input');
      await field.fill('500');
      await field.press('Enter');
      await field.fill('many');
      await field.press('Tab');
      assert.deepEqual(await posted(page), [{ type: 'sample', index: 119 }]);
      await settled(page);
      assert.equal(await field.inputValue(), '120');
    });
  });

  describe('its charts', () => {
    beforeEach(() => open());

    it('stay small for a hundred thousand epochs and keep each of them', async () => {
      await hydrate(page, 'long');
      const chart = page.locator('#loss-chart');
      assert.equal(await chart.getAttribute('data-points'), '100001');
      assert.ok(Number(await chart.getAttribute('data-drawn')) < 6000);
      const frame = page.locator('.chart-frame').first();
      await frame.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.match(
        (await frame.getAttribute('aria-valuetext')) ?? '',
        /^Epoch 2, Training \d\.\d{5}, Validation \d\.\d{5}$/,
      );
    });

    it('switch to a logarithmic axis and remember it', async () => {
      await hydrateIris(page);
      await page.getByRole('checkbox', { name: 'Logarithmic' }).click();
      await settled(page);
      assert.equal(await page.locator('#loss-chart').getAttribute('data-scale'), 'logarithmic');
      await page.reload();
      await hydrateIris(page);
      assert.equal(await page.locator('#loss-chart').getAttribute('data-scale'), 'logarithmic');
      assert.ok(await page.getByRole('checkbox', { name: 'Logarithmic' }).isChecked());
    });

    it('mark the epoch with the lowest validation loss', async () => {
      await hydrateIris(page, 'done', 200);
      const marked = Number(await page.locator('#loss-chart').getAttribute('data-marked-epoch'));
      const lowest = await page.evaluate(() => {
        const { epoch, validationLoss } = window.harness.scenarios.iris('done', 200).history;
        return epoch[validationLoss.indexOf(Math.min(...validationLoss))];
      });
      assert.equal(marked, lowest);
      assert.equal(await page.locator('.legend .best').first().innerText(), `Best: epoch ${lowest}`);
    });

    it('have no accuracy where the task has none', async () => {
      await hydrate(page, 'deep');
      assert.ok(await page.locator('#accuracy-chart').isHidden());
      await hydrateIris(page);
      assert.ok(await page.locator('#accuracy-chart').isVisible());
    });

    it('take the theme’s colors when the theme changes', async () => {
      await hydrateIris(page, 'paused');
      const pixels = (): Promise<string> =>
        page.locator('#loss-chart').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
      const dark = await pixels();
      await setTheme(page, 'highContrastLight');
      await settled(page);
      assert.notEqual(await pixels(), dark);
    });
  });

  describe('its colors', () => {
    for (const theme of themes) {
      it(`are legible and distinguishable in ${theme}`, async () => {
        await open({ theme });
        await hydrateIris(page, 'paused');
        const contrast = await page.evaluate(() => {
          const context = new OffscreenCanvas(1, 1).getContext('2d')!;
          const luminance = (property: string, ground: string): number => {
            const probe = document.createElement('span');
            document.body.append(probe);
            for (const name of [ground, property]) {
              probe.style.color = `var(${name})`;
              context.fillStyle = getComputedStyle(probe).color;
              context.fillRect(0, 0, 1, 1);
            }
            probe.remove();
            const [red, green, blue] = Array.from(context.getImageData(0, 0, 1, 1).data, (channel) => {
              const share = channel / 255;
              return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
          };
          const ratio = (property: string): number => {
            const [a, b] = [luminance(property, '--background'), luminance('--background', '--background')];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          };
          return {
            text: ratio('--foreground'),
            muted: ratio('--muted'),
            positive: ratio('--positive'),
            negative: ratio('--negative'),
          };
        });
        assert.ok(contrast.text >= 7 && contrast.muted >= 4.5, JSON.stringify(contrast));
        assert.ok(contrast.positive >= 3 && contrast.negative >= 3, JSON.stringify(contrast));
        const hues = await page.evaluate(() => {
          const sample = (name: string): string =>
            getComputedStyle(document.querySelector(`.network .weight.${name}`)!).stroke;
          return [sample('positive'), sample('negative')];
        });
        assert.notEqual(hues[0], hues[1]);
      });
    }
  });

  describe('its notices', () => {
    beforeEach(() => open());

    it('say that the file has changed and that a run has failed', async () => {
      await hydrate(page, 'stale');
      assert.match(await page.locator('.notice-warning').innerText(), /has changed since this run started/);
      await hydrate(page, 'failed');
      assert.match(await page.locator('.notice-error').innerText(), /net input of layer 2 became NaN/);
      assert.equal(await page.locator('.run-bar').getAttribute('data-state'), 'failed');
    });

    it('say what keeps a run from starting, under a state that is no failure', async () => {
      await hydrate(page, 'worked');
      const state = page.locator('.run-bar .state-word');
      assert.equal(await state.innerText(), 'Ready');
      const blocking = 'rows.csv does not exist.';
      const problems = { errors: 1, warnings: 0, first: blocking, blocking };
      const blocked = status({ state: 'ready', epoch: 0, error: blocking });
      await send(page, { type: 'update', view: { status: blocked, problems } });
      assert.equal(await state.innerText(), 'Not ready');
      assert.equal(await page.locator('.notice-error:visible').count(), 1);
      assert.match(await page.locator('.notice-error').innerText(), /rows\.csv does not exist/);
    });

    for (const width of [320, 420, 700])
      it(`stay within ${width} px, however long a name in them is`, async () => {
        await page.setViewportSize({ width, height: 700 });
        const name = 'verylongname'.repeat(40);
        await hydrate(page, 'failed');
        await send(page, {
          type: 'update',
          view: { status: status({ state: 'failed', error: `A net input of ${name} became NaN.` }), name },
        });
        const notice = page.locator('.notice-error');
        const { wider, taller, inside } = await notice.evaluate((element) => ({
          wider: element.scrollWidth - element.clientWidth,
          taller: element.clientHeight,
          inside: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        }));
        assert.deepEqual([wider, inside], [0, 0]);
        assert.ok(taller < 200, `${taller} px tall`);
      });

    it('lead to the step in which a run failed', async () => {
      await hydrate(page, 'failed');
      await posted(page);
      await button(page, 'Show the step').click();
      assert.deepEqual(await commands(page), ['stepToFailure']);
    });

    it('lead to the problems', async () => {
      await hydrate(page, 'invalid');
      await posted(page);
      await button(page, 'Show problems').click();
      assert.deepEqual(await commands(page), ['showProblems']);
    });

    it('show how much is loaded', async () => {
      await hydrate(page, 'loading');
      assert.equal(await page.locator('.run-bar .state').innerText(), 'Loading 43 %');
      assert.equal(await page.locator('.run-bar .progress').getAttribute('aria-valuenow'), '43');
      await send(page, { type: 'update', view: { status: status({ state: 'loading', loaded: null }) } });
      assert.equal(await page.locator('.run-bar .progress').getAttribute('aria-valuenow'), null);
    });
  });

  describe('its predictions', () => {
    beforeEach(() => open());

    it('are a confusion matrix with precision and recall', async () => {
      await hydrateIris(page, 'done');
      const rows = await page.locator('.confusion tr').allInnerTexts();
      assert.deepEqual(rows[2].split(/\s+/), ['versicolor', '0', '9', '1', '90.0']);
      assert.deepEqual(rows[4].trim().split(/\s+/), ['Precision,', '%', '100.0', '100.0', '90.9']);
    });

    it('are R² and RMSE for a regression, of the data chosen', async () => {
      await hydrate(page, 'deep');
      assert.match(
        await page.locator('.evaluation dl').innerText(),
        /R²\s+0\.9402\s+RMSE\s+0\.1124\s+MAE\s+0\.08314/,
      );
      await page.locator('.evaluation vscode-dropdown').click();
      await page.getByRole('option', { name: 'Training data' }).click();
      assert.match(await page.locator('.evaluation dl').innerText(), /R²\s+0\.9713\s+RMSE\s+0\.08211/);
    });
  });

  describe('of a plain function', () => {
    beforeEach(() => open());

    it('shows its contour with the path', async () => {
      await hydrate(page, 'plainFunction');
      const canvas = page.locator('#contour');
      assert.equal(await canvas.getAttribute('data-points'), '61');
      assert.ok(Math.abs(Number(await canvas.getAttribute('data-x'))) < 1e-3);
      const blank = await canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
      const more = { ...descent(3, 0.01), epoch: Float64Array.of(61, 62, 63, 64) };
      await send(page, { type: 'append', run, history: more });
      assert.equal(await canvas.getAttribute('data-points'), '65');
      assert.notEqual(await canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL()), blank);
    });

    it('says when the descent has left the map', async () => {
      await hydrate(page, 'diverging');
      assert.match(await page.locator('.outside').innerText(), /has left the map/);
      await hydrate(page, 'plainFunction');
      assert.ok(await page.locator('.outside').isHidden());
    });
  });

  it('keeps still for readers who want no motion', async () => {
    await open({ reducedMotion: true });
    await hydrate(page, 'loading');
    const moving = await page.evaluate(() => document.getAnimations().length);
    assert.equal(moving, 0);
  });
});
