import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { parseExpression } from '../../src/config/expression.js';
import { differentiate } from '../../src/engine/maths/differentiate.js';
import { checkOf, sendCheck, type checks } from './harness/checking.js';
import { checkPages, openPage, setTheme, type Options } from './harness/harness.js';
import { button, commands, hydrate, posted, send } from './harness/steps.js';

/** Asserts that a product of numbers as written, such as (−0.1)·0.5·(1 + 0.2²), gives the result to their four digits. */
function assertWorked(factors: string, result: number): void {
  const plain = factors.replaceAll('−', '-').replaceAll('·', '*').replaceAll('²', '^2');
  const { expression } = parseExpression(plain, []);
  assert.ok(expression, factors);
  const { value } = differentiate(expression, {});
  assert.ok(Math.abs(value - result) <= 1e-3 * Math.abs(result), `${factors} = ${value}, not ${result}`);
}

describe('The check view', () => {
  checkPages();
  let page: Page;
  let view: Locator;

  const open = async (check?: keyof typeof checks, options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    view = page.locator('main.check');
    await hydrate(page, 'worked');
    await send(page, { type: 'show', view: 'check' });
    if (check) await sendCheck(page, { result: await checkOf(check) });
    await posted(page);
  };
  const headline = (): Promise<string> => view.locator('.headline h2').innerText();
  const verdict = (): Promise<string | null> => view.locator('.headline').getAttribute('data-verdict');

  it('explains the check before the first one, and starts it', async () => {
    await open();
    assert.deepEqual([await headline(), await verdict()], ['Are the gradients right?', 'none']);
    assert.equal(await view.locator('.check-content').isVisible(), false);
    assert.match(await view.locator('.headline p').innerText(), /a second way, from the error at w ± h/);
    await view.locator('vscode-button').click();
    assert.deepEqual(await commands(page), ['checkGradients']);
  });

  it('says that a plain function has nothing to check', async () => {
    await open();
    await hydrate(page, 'plainFunction');
    assert.equal(await headline(), 'Nothing to check here');
  });

  it('shows how far a check is, what it has found so far, and ends it', async () => {
    await open();
    await sendCheck(page, { running: { fraction: 0.42, failed: 2 } });
    assert.equal(await headline(), 'Checking…');
    assert.match(await view.locator('.headline p').innerText(), /2$/);
    const progress = view.getByRole('progressbar', { name: 'Gradients checked' });
    assert.equal(await progress.getAttribute('aria-valuenow'), '42');
    await button(page, 'Cancel check').last().click();
    assert.deepEqual(await commands(page), ['cancelCheck']);
    await sendCheck(page, { running: { fraction: null, failed: 0 } });
    assert.equal(await view.locator('.progress.unknown').count(), 1);
  });

  it('says why gradients could not be checked', async () => {
    await open();
    await sendCheck(page, { error: 'The data could not be loaded.' });
    assert.equal(await verdict(), 'fail');
    await view.getByText('The data could not be loaded.').waitFor();
  });

  it('keeps right tensors closed until they are opened, and open afterwards', async () => {
    await open('right');
    assert.deepEqual([await headline(), await verdict()], ['All 17 gradients are right', 'pass']);
    assert.equal(await view.locator('.entries:visible').count(), 0);
    const toggle = view.getByRole('button', { name: 'Layer 2 weights' });
    await toggle.focus();
    await page.keyboard.press('Enter');
    assert.equal(await toggle.getAttribute('aria-expanded'), 'true');
    assert.equal(await view.locator('.entries tbody tr:visible').count(), 4);
    await sendCheck(page, { result: await checkOf('right') });
    assert.equal(await view.locator('.entries tbody tr:visible').count(), 4);
    await view.getByText(/power of 2\.0/).waitFor();
  });

  it('shows wrong gradients worst first, and the function that makes them wrong', async () => {
    await open('wrong');
    assert.deepEqual([await headline(), await verdict()], ['12 of 17 gradients are wrong', 'fail']);
    assert.match(
      await view.locator('.checked-functions').innerText(),
      /^swish At x = .*, df gives .*, but the derivative is /,
    );
    const errors = await view
      .locator('.entries')
      .first()
      .locator('tbody td:last-child')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));
    assert.equal(errors.length, 8);
    assert.deepEqual(
      errors,
      [...errors].sort((a, b) => b - a),
    );
    for (const id of ['taylor-chart', 'sweep-chart'])
      assert.ok(Number(await view.locator(`#${id}`).getAttribute('data-points')) > 10);
  });

  it('names the unit on a kink, and what an excluded one leaves out', async () => {
    await open('kinks');
    assert.deepEqual([await headline(), await verdict()], ['5 gradients are right, 1 are at a kink', 'pass']);
    await view.getByText('h1 is at a kink of its activation in sample 1').waitFor();
    await view.getByText('h2 is at a kink and excluded from the check. Gradients excluded: 1.').waitFor();
    await view.getByText('Even the smallest steps cross a kink').waitFor();
  });

  it('explains a step activation', async () => {
    await open('step');
    await view.getByText('step is piecewise constant, so 9 parameters').waitFor();
    assert.deepEqual(await view.locator('.row-toggle').allInnerTexts(), ['Layer 2 weights', 'Layer 2 bias']);
  });

  it('names the mistake in the user’s gradients, with both values side by side', async () => {
    await open('compared');
    assert.equal(await headline(), 'The network’s gradients are right; yours are not');
    assert.equal(await view.locator('.diagnosis').getAttribute('data-code'), 'wrong-sign');
    assert.equal(await view.locator('.diagnosis-words').innerText(), 'Layer 2: the sign is wrong.');
    const first = view.locator('.diagnosis tbody tr').first();
    assert.deepEqual(await first.locator('th, td').allInnerTexts(), ['∂E/∂w6', '−2.746600', '2.746585']);
  });

  it('shows the wrong formula beside the right one, works one number through, and leads to its step', async () => {
    await open('edited');
    const sides = view.locator('.formula-side');
    const formulas = await sides.locator('.formula').evaluateAll((all) => all.map((each) => each.ariaLabel));
    assert.deepEqual(formulas.slice(0, 2), ['δ₁ = (δ₂·W₂)·(1 + y₁²)', 'δ₁ = (δ₂·W₂)·(1 − y₁²)']);
    const [wrote, right] = formulas.slice(2).map((text) => /^(.+?) = (.+) = (.+)$/.exec(text ?? '') ?? []);
    assert.equal(wrote[1], right[1]);
    for (const [, , factors, result] of [wrote, right]) assertWorked(factors, Number(result));
    assert.notEqual(wrote[3], right[3]);
    await sides.first().locator('.fbox').waitFor();
    assert.equal(await view.locator('.formula-side .fbox').count(), 2);
    await button(page, 'Show the step').click();
    const [message] = (await posted(page)).filter(({ type }) => type === 'stepTo');
    assert.equal(message.type === 'stepTo' && message.target.place.quantity, 'delta');
  });

  it('judges a sheet number by number, each by the ones before it', async () => {
    await open('sheet');
    const words = await view.locator('.compare td.verdict').allInnerTexts();
    assert.deepEqual(words, ['Right', 'Wrong', 'Right', 'Wrong']);
    assert.match(await view.locator('.remark').innerText(), /^out_h1 is the first wrong number/);
  });

  it('keeps the last numbers in gray while the file has changed or a check runs', async () => {
    await open('wrong');
    const content = view.locator('.check-content');
    const result = await checkOf('wrong');
    for (const [check, isOld] of [
      [{ result, stale: true }, true],
      [{ result, running: { fraction: 0.1, failed: 0 } }, true],
      [{ result }, false],
    ] as const) {
      await sendCheck(page, check);
      assert.equal(await content.evaluate((element) => element.classList.contains('old')), isOld);
      assert.ok(await content.isVisible());
    }
  });

  it('cuts no number off beside a text, in any theme', async () => {
    for (const check of ['wrong', 'sheet'] as const) {
      await open(check, { width: 420 });
      for (const theme of ['light', 'dark', 'highContrastDark'] as const) {
        await setTheme(page, theme);
        const boxes = view.locator('.entries > div, .scroll');
        assert.ok((await boxes.count()) > 0);
        const cut = await boxes.evaluateAll((boxes) =>
          boxes
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ textContent }) => textContent),
        );
        assert.deepEqual(cut, [], theme);
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }
  });
});
