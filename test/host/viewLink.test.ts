import assert from 'node:assert/strict';
import { ViewLink, type Shown } from '../../src/host/pages/viewLink.js';
import { ConfigStore } from '../../src/host/configs/configStore.js';
import type { Training } from '../../src/host/runs/training.js';
import type { FromView, PanelViewName, ToView } from '../../src/protocol.js';

/** A panel without a page. Messages without a listener are lost, as in the editor. */
class Panel {
  visible = true;
  isLoaded = false;
  readonly received: ToView[] = [];
  private hear: (message: FromView) => void = () => undefined;
  readonly link: ViewLink;

  constructor() {
    const webview = {
      onDidReceiveMessage: (listener: (message: FromView) => void) => {
        this.hear = listener;
        return { dispose: () => undefined };
      },
      postMessage: (message: ToView) => {
        if (this.visible && this.isLoaded) this.received.push(message);
        return Promise.resolve(true);
      },
    };
    const shown = { webview, get visible() { return panel.visible; } } as unknown as Shown; // prettier-ignore
    const panel = this as Panel;
    this.link = new ViewLink(shown, {
      strings: {},
      hiddenControls: () => [],
      run: () => undefined,
      changePace: () => undefined,
      edit: (_training, { type }) => Promise.resolve(type === 'seed' ? null : `Not ${type}.`),
      actOnRuns: () => undefined,
      openLine: () => undefined,
      trainOn: () => assert.fail('nothing was dropped'),
      report: (error) => assert.ifError(error),
    });
    this.link.show(null);
  }

  load(): void {
    this.isLoaded = true;
    this.say({ type: 'loaded' });
  }

  say(message: FromView): void {
    this.hear(message);
  }

  /** Returns the views that were requested since the last call. */
  asked(): PanelViewName[] {
    return this.received.splice(0).flatMap((message) => (message.type === 'show' ? [message.view] : []));
  }
}

describe('the view that a command asks for', () => {
  it('comes to the front once the page has loaded', () => {
    const panel = new Panel();
    panel.link.bringToFront('step');
    assert.deepEqual(panel.asked(), []);
    panel.load();
    assert.deepEqual(panel.asked(), ['step']);
  });

  it('comes to the front of a panel that was hidden, whose page is built again', () => {
    const panel = new Panel();
    panel.load();
    Object.assign(panel, { visible: false, isLoaded: false });
    panel.link.bringToFront('step');
    panel.visible = true;
    panel.link.becameVisible();
    panel.load();
    assert.deepEqual(panel.asked(), ['step']);
  });

  it('is not requested again once the page has shown it', () => {
    const panel = new Panel();
    panel.load();
    panel.link.bringToFront('step');
    panel.say({ type: 'shown', view: 'train' });
    panel.say({ type: 'loaded' });
    assert.deepEqual(panel.asked(), ['step', 'step']);
    panel.say({ type: 'shown', view: 'step' });
    panel.say({ type: 'loaded' });
    assert.deepEqual(panel.asked(), []);
  });
});

describe('a change that the page requests', () => {
  it('is answered where it is refused, with the reason', async () => {
    const panel = new Panel();
    panel.link.show({ store: new ConfigStore('file:///a', 'a') } as unknown as Training);
    panel.load();
    panel.received.length = 0;
    panel.say({ type: 'edit', change: { type: 'seed', value: 3 } });
    const change = { type: 'removeLayer', layer: 0 } as const;
    panel.say({ type: 'edit', change });
    await new Promise(setImmediate);
    assert.deepEqual(panel.received, [{ type: 'refused', change, reason: 'Not removeLayer.' }]);
  });
});
