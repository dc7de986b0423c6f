import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { drive, Turn } from '../../src/jobs/drive.js';

describe('The turns of tasks in one thread', () => {
  it('run in order, and messages are received after each of them', async () => {
    const { port1, port2 } = new MessageChannel();
    const events: string[] = [];
    const received = new Promise<void>((resolve) =>
      port2.on('message', (text: string) => {
        events.push(text);
        resolve();
      }),
    );
    const task = async (name: string): Promise<void> => {
      const turn = new Turn();
      for (let round = 1; round <= 20; round++) {
        await turn.next();
        events.push(name);
        if (name === 'a' && round === 10) port1.postMessage('message');
      }
    };
    await Promise.all([task('a'), task('b'), task('c'), received]);
    port1.close();
    const at = events.indexOf('message');
    const since = events.slice(0, at).lastIndexOf('a');
    assert.ok(at - since < 3 || events[at + 1] === 'a', events.slice(since, at + 2).join());
    const turns = events.filter((event) => event !== 'message');
    assert.deepEqual(
      turns,
      Array.from({ length: 60 }, (_, index) => 'abc'[index % 3]),
    );
  });

  it('are given first to a task that has to react', async () => {
    const turns = [new Turn(), new Turn(), new Turn()];
    const order: number[] = [];
    const waits = turns.map(async (turn, index) => {
      await turn.next();
      order.push(index);
    });
    turns[2].hurry();
    await Promise.all(waits);
    turns[0].hurry(); // it does not wait for one
    assert.deepEqual(order, [2, 0, 1]);
  });

  it('end a task that is aborted before all others go on', async () => {
    const controller = new AbortController();
    let turns = 0;
    const endless = function* (): Generator<undefined, never> {
      for (;;) yield undefined;
    };
    const others = [0, 1, 2].map(async () => {
      const turn = new Turn();
      while (!controller.signal.aborted) await turn.next();
      for (let i = 0; i < 5; i++) {
        await turn.next();
        turns++;
      }
    });
    const aborted = drive(endless(), { signal: controller.signal });
    setImmediate(() => controller.abort());
    await assert.rejects(aborted, { name: 'AbortError' });
    assert.ok(turns <= 1);
    await Promise.all(others);
  });
});
