import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { assertTranscript, Client } from './client.js';
import { workedExample } from './support.js';

const withLines = (...lines: DebugProtocol.SourceBreakpoint[]) => ({
  start: (config: object | string = workedExample) =>
    Client.start(config, {}, async (client) => {
      await client.setLines(...lines);
    }),
});

const on = (client: Client, times: number) => client.go(...Array<string>(times).fill('continue'));

/** A network with one dead hidden unit and one that is not dead. */
const dead = {
  layers: [{ units: 2, activation: 'relu', weights: [[-1, -1], [1, 1]], bias: false }, { units: 1, weights: [[1, 1]], bias: false }],
  loss: 'halfSquaredError',
  data: { inputs: [[1, 2], [2, 1]], targets: [[1], [2]] },
  training: { epochs: 5 },
}; // prettier-ignore

describe('breakpoints', () => {
  it('on the line of a layer stop when the layer is entered in each phase, forward and back', async () => {
    const client = await withLines({ line: 19 }, { line: 1 }, { line: 23 }).start();
    await on(client, 5);
    await client.go(...Array<string>(5).fill('reverseContinue'));
    assertTranscript('layer-breakpoint', client);
  });

  it('stop at the first step if they are set on it', async () => {
    const client = await withLines({ line: 12 }).start();
    assert.deepEqual(client.lines.slice(0, 2), ['breakpoint: line 11', 'stopped: breakpoint']);
  });

  it('stop if their condition holds, which is tested at each step that computes its values, otherwise at the layer', async () => {
    const epoch = await withLines({ line: 12, condition: 'epoch == 3' }).start();
    await on(epoch, 2);
    assert.equal(await epoch.evaluate('epoch'), '3');
    const small = await withLines(
      { line: 12, condition: 'abs(grad) < 6e-4' },
      { line: 19, condition: 'value > 1.2 and layer == 2' },
    ).start();
    await on(small, 3);
    assertTranscript('conditions', small);
  });

  it('report a syntax error in a condition', async () => {
    const client = await withLines(
      { line: 12, condition: 'gard < 1' },
      { line: 12, condition: 'process.exit(1)' },
      { line: 12, condition: 'epoch = 3' },
      { line: 12, hitCondition: 'often' },
      { line: 12, logMessage: 'w5 is {w55}' },
    ).start();
    assertTranscript('bad-conditions', client);
  });

  it('count hits', async () => {
    const client = await withLines({ line: 12, hitCondition: '4' }).start();
    await on(client, 1);
    assert.deepEqual([client.walk.epoch, client.walk.trace.head(client.walk.index).phase], [2, 'forward']);
    const every = await withLines({ line: 12, hitCondition: '% 3' }).start();
    await on(every, 2);
    assert.deepEqual([every.walk.epoch, every.walk.trace.head(every.walk.index).phase], [2, 'update']);
  });

  it('count no hits while moving back', async () => {
    const client = await withLines({ line: 12, hitCondition: '3' }).start();
    await client.go('stepIn', 'reverseContinue', 'continue');
    assert.deepEqual([client.walk.epoch, client.walk.trace.head(client.walk.index).phase], [1, 'update']);
  });

  it('log without stopping', async () => {
    const client = await withLines(
      { line: 12, logMessage: 'epoch {epoch}: w5 is {w5}' },
      { line: 19, logMessage: '{grad}' },
    ).start();
    await on(client, 1);
    client.lines.push(...client.output);
    assertTranscript('logpoints', client);
  });

  it('stop at a unit by its name', async () => {
    const client = await Client.start(workedExample);
    await client.breakpoints('setFunctionBreakpoints', {
      breakpoints: [{ name: 'h2' }, { name: 'h3' }, { name: 'o1', condition: 'epoch > 1' }],
    });
    await on(client, 4);
    assertTranscript('function-breakpoints', client);
  });

  it('stop where a weight changes', async () => {
    const client = await Client.start(workedExample);
    const w6 = await client.find('Parameters', 'layer 2', 'W', 'o1', 'w6');
    const info = await client.request<DebugProtocol.DataBreakpointInfoResponse['body']>(
      'dataBreakpointInfo',
      { variablesReference: w6.container, name: 'w6' },
    );
    assert.deepEqual(info, { dataId: 'w6', description: 'w6', accessTypes: ['write'], canPersist: true });
    for (const name of ['b1', 'net_h1']) {
      const { dataId, description } = await client.request<DebugProtocol.DataBreakpointInfoResponse['body']>(
        'dataBreakpointInfo',
        { name },
      );
      assert.equal(dataId, null);
      client.lines.push(description);
    }
    await client.breakpoints('setDataBreakpoints', { breakpoints: [{ dataId: 'w6' }] });
    await on(client, 2);
    await client.go('next');
    assertTranscript('data-breakpoints', client);
  });

  it('let single moves go no further', async () => {
    const client = await Client.start(workedExample);
    await client.breakpoints('setDataBreakpoints', { breakpoints: [{ dataId: 'w6' }] });
    await client.go(...Array<string>(5).fill('stepOut'));
    assert.equal(client.walk.trace.head(client.walk.index).name, 'w1');
    await client.go('stepOut', 'stepOut');
    assert.equal(client.walk.trace.head(client.walk.index).name, 'w6');
  });

  it('of exceptions stop at a dead unit', async () => {
    const client = await Client.start(dead);
    await client.request('setExceptionBreakpoints', { filters: ['deadUnit'] });
    await on(client, 1);
    const info = await client.request('exceptionInfo', { threadId: 1 });
    client.lines.push(JSON.stringify(info));
    await on(client, 1);
    assertTranscript('dead-unit', client);
  });

  it('of exceptions stop at a number that is not finite, and nowhere else', async () => {
    const diverging = {
      layers: [{ units: 1, weights: [[1]], bias: false }],
      loss: 'halfSquaredError',
      data: { inputs: [[2]], targets: [[1]] },
      training: { epochs: 9, optimizer: { type: 'sgd', learningRate: 1e300 } },
    };
    const client = await Client.start(diverging);
    await client.request('setExceptionBreakpoints', { filters: ['notANumber'] });
    await on(client, 2);
    assertTranscript('not-a-number', client);
    const well = await Client.start(workedExample);
    await well.request('setExceptionBreakpoints', {
      filters: ['notANumber', 'vanishingGradient', 'deadUnit'],
    });
    await on(well, 3);
    assert.equal(well.walk.epoch, 4);
  });

  it('of exceptions stop where the gradient vanishes', async () => {
    const layer = { units: 1, activation: 'sigmoid', weights: [[0.01]] };
    const client = await Client.start({
      layers: [layer, layer, layer, layer, layer],
      loss: 'halfSquaredError',
      data: { inputs: [[1]], targets: [[1]] },
    });
    await client.request('setExceptionBreakpoints', { filters: ['vanishingGradient'] });
    await on(client, 1);
    assertTranscript('vanishing-gradient', client);
  });

  it('of exceptions stop once in each layer where the gradient vanishes', async () => {
    const layer = { units: 2, activation: 'sigmoid', weights: [[0.01, 0.01], [0.01, 0.01]] }; // prettier-ignore
    const client = await Client.start({
      layers: [layer, layer, layer, layer, layer],
      loss: 'halfSquaredError',
      data: { inputs: [[1, 1]], targets: [[1, 1]] },
      training: { epochs: 1 },
    });
    await client.request('setExceptionBreakpoints', { filters: ['vanishingGradient'] });
    const layers: number[] = [];
    for (let stop = 0; stop < 2; stop++) {
      await client.go('continue');
      layers.push(client.walk.trace.head(client.walk.index).layer);
    }
    assert.deepEqual(layers, [2, 1]);
  });

  it('are kept when a session restarts with the new text', async () => {
    const client = await withLines({ line: 12 }, { line: 1 }).start();
    client.walk.stale = true;
    await client.stopped();
    await client.request('restart');
    const { body } = (await client.event('breakpoint')) as { body: unknown };
    assert.equal((body as { breakpoint: { verified: boolean } }).breakpoint.verified, true);
  });

  it('that are never reached can be paused', async () => {
    const client = await withLines({ line: 12, condition: 'epoch < 0' }).start({
      layers: [{ units: 1 }],
      loss: 'halfSquaredError',
      data: { inputs: [[1]], targets: [[2]] },
      training: { epochs: 100_000_000 },
    });
    await client.setLines({ line: 4, condition: 'epoch < 0' });
    await client.request('continue');
    await client.refused('next');
    await client.request('pause');
    await client.stopped();
    assert.match(client.lines.join('\n'), /stopped: pause/);
  });
});
