/** Actions and queries that the page tests share. */
import type { Locator, Page } from 'playwright-core';
import type { ConfigView, FromView, ToView, ViewCommand } from '../../../src/protocol.js';
import type * as scenarios from './scenarios.js';

type Scenarios = typeof scenarios;
type ViewName = {
  [K in keyof Scenarios]: Scenarios[K] extends () => ConfigView ? K : never;
}[keyof Scenarios];

/** Hydrates with a scenario, and waits until the page shows it. */
export async function hydrate(
  page: Page,
  name: ViewName,
  strings: Readonly<Record<string, string>> = {},
): Promise<void> {
  await page.evaluate(
    ([view, texts]) => {
      window.harness.hydrate(window.harness.scenarios[view](), texts);
      return window.harness.settled();
    },
    [name, strings] as const,
  );
}

export async function hydrateIris(
  page: Page,
  ...[state, epoch]: Parameters<Scenarios['iris']>
): Promise<void> {
  await page.evaluate(
    ([s, e]) => {
      window.harness.hydrate(window.harness.scenarios.iris(s, e));
      return window.harness.settled();
    },
    [state, epoch] as const,
  );
}

/** Resolves when all sent messages are drawn. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => window.harness.settled());
}

export async function send(page: Page, message: ToView): Promise<void> {
  await page.evaluate((sent) => {
    window.harness.send(sent);
    return window.harness.settled();
  }, message);
}

/** Sends the epochs from `from` to `to` one by one without pauses, each with its snapshot and status. */
export async function train(page: Page, from: number, to: number): Promise<void> {
  await page.evaluate(
    ([first, last]) => {
      const { history, irisSnapshot, run, status } = window.harness.scenarios;
      for (let epoch = first; epoch <= last; epoch++) {
        const part = history(epoch, { from: epoch, validation: true, accuracy: true });
        window.harness.send({ type: 'append', run, history: part });
        window.harness.send({ type: 'snapshot', run, snapshot: irisSnapshot(epoch) });
        const now = status({ state: 'training', epoch, elapsedMs: epoch * 18.4 });
        window.harness.send({ type: 'update', view: { status: now } });
      }
      return window.harness.settled();
    },
    [from, to],
  );
}

/** Returns the messages that the page has posted since the last call. */
export async function posted<Message = FromView>(page: Page): Promise<Message[]> {
  return (await page.evaluate(() => window.harness.posted.splice(0))) as Message[];
}

export async function commands(page: Page): Promise<ViewCommand[]> {
  return (await posted(page)).flatMap((message) => (message.type === 'command' ? [message.command] : []));
}

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** Returns names, descriptions and values as a screen reader receives them. */
export async function accessible(
  page: Page,
  role: string,
): Promise<{ name: string; description: string; value: string }[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return nodes
    .filter((node) => !node.ignored && node.role?.value === role)
    .map(({ name, description, value }) => ({
      name: text(name?.value),
      description: text(description?.value),
      value: text(value?.value),
    }));
}
