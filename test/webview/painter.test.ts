import assert from 'node:assert/strict';
import { createPainter, type Urgency } from '../../webview/painter.js';

/** A browser with a fake clock and a frame every 16 ms. */
class Browser {
  now = 0;
  readonly painted: number[] = [];
  readonly request: (urgency: Urgency) => void;
  private due: { at: number; id: number; callback: () => void }[] = [];
  private ids = 0;
  private readonly before = {
    window: globalThis.window,
    performance: globalThis.performance,
    frame: globalThis.requestAnimationFrame,
  };

  constructor() {
    const later = (callback: () => void, delay: number): number => {
      this.due.push({ at: this.now + delay, id: ++this.ids, callback });
      return this.ids;
    };
    const fakes = {
      window: {
        setTimeout: later,
        clearTimeout: (id: number) => (this.due = this.due.filter((one) => one.id !== id)),
      },
      performance: { now: () => this.now },
      requestAnimationFrame: (callback: () => void) => later(callback, 16 - (this.now % 16)),
    };
    for (const [name, value] of Object.entries(fakes))
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    this.request = createPainter(() => this.painted.push(this.now));
  }

  go(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.due
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at)
        .at(0);
      if (!next) break;
      this.due = this.due.filter((one) => one !== next);
      this.now = next.at;
      next.callback();
    }
    this.now = end;
  }

  restore(): void {
    const { window, performance, frame } = this.before;
    for (const [name, value] of Object.entries({ window, performance, requestAnimationFrame: frame })) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  }
}

describe('Painting', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });
  afterEach(() => browser.restore());

  it('happens in the next frame at the first request', () => {
    browser.request('soon');
    browser.go(1000);
    assert.deepEqual(browser.painted, [16]);
  });

  it('happens at most ten times a second', () => {
    for (let time = 0; time < 2000; time += 5) {
      browser.request('soon');
      browser.go(5);
    }
    assert.ok(
      browser.painted.length <= 20 && browser.painted.length >= 15,
      `${browser.painted.length} in two seconds`,
    );
    assert.ok(
      browser.painted.every((time, index) => index === 0 || time - browser.painted[index - 1] >= 100),
    );
  });

  it('happens at once on request', () => {
    browser.request('soon');
    browser.go(20);
    browser.request('now');
    browser.go(1000);
    assert.deepEqual(browser.painted, [16, 32]);
  });

  it('happens once for several requests', () => {
    browser.request('soon');
    browser.request('now');
    browser.request('later');
    browser.go(1000);
    assert.deepEqual(browser.painted, [16]);
  });

  it('can wait for more requests, but at most a tenth of a second', () => {
    browser.request('later');
    browser.go(60);
    browser.request('later');
    browser.go(1000);
    assert.deepEqual(browser.painted, [112]);
  });
});
