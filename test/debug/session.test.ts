import assert from 'node:assert/strict';
import { assertTranscript, Client, program } from './client.js';
import { workedExample } from './support.js';

/** Returns all that a client can read at the current position of the walk. */
async function seen(client: Client): Promise<string[]> {
  const before = client.lines.length;
  await client.where();
  await client.show();
  return client.lines.splice(before);
}

describe('a debug session', () => {
  it('goes forward through a pass unit by unit, and on to the next pass', async () => {
    const client = await Client.start(workedExample);
    await client.show();
    await client.go(...Array<string>(14).fill('next'));
    await client.show('Parameters');
    assertTranscript('forward', client);
  });

  it('steps forward through a pass and back to the start with an identical state', async () => {
    const client = await Client.start(workedExample);
    const states = [await seen(client)];
    const steps = client.walk.trace.length + 3;
    for (let i = 0; i < steps; i++) {
      await client.go('stepIn');
      states.push(await seen(client));
    }
    assert.equal(client.walk.pass, 1);
    assert.equal(new Set(states.map((state) => state.join('\n'))).size, steps + 1);
    for (let i = steps - 1; i >= 0; i--) {
      await client.go('stepBack');
      assert.deepEqual(await seen(client), states[i]);
    }
    assertTranscript('there-and-back', client);
  });

  it('undoes every sequence of moves exactly', async () => {
    const client = await Client.start(workedExample);
    const states: string[][] = [];
    const moves = [
      'next',
      'stepIn',
      'stepOut',
      'stepIn',
      'stepIn',
      'next',
      'stepOut',
      'stepOut',
      'next',
      'stepOut',
      'stepIn',
    ];
    for (const move of moves) {
      states.push(await seen(client));
      await client.go(move);
      assert.notDeepEqual(await seen(client), states.at(-1), move);
    }
    for (const state of states.reverse()) {
      await client.go('stepBack');
      assert.deepEqual(await seen(client), state);
    }
  });

  it('steps out layer by layer, continues pass by pass, and returns to the first step', async () => {
    const client = await Client.start(workedExample);
    await client.go(
      'stepOut',
      'stepOut',
      'continue',
      'stepOut',
      'continue',
      'reverseContinue',
      'reverseContinue',
      'stepBack',
      'reverseContinue',
      'reverseContinue',
      'stepBack',
    );
    assertTranscript('passes', client);
  });

  it('restarts from the same state', async () => {
    const client = await Client.start(workedExample);
    const start = await seen(client);
    await client.go('continue', 'continue', 'next');
    await client.request('restart');
    await client.stopped();
    assert.deepEqual(await seen(client), start);
  });

  it('stops at the end of the run and says so', async () => {
    const client = await Client.start({
      layers: [{ units: 1 }],
      loss: 'halfSquaredError',
      data: { inputs: [[1]], targets: [[2]] },
      training: { epochs: 2 },
    });
    await client.go('continue', 'continue', 'continue', 'stepIn');
    assert.equal(client.output.filter((line) => line.startsWith('Training has finished')).length, 3);
    assertTranscript('end', client);
  });

  it('shows numbers as far as the pass has come', async () => {
    const client = await Client.start(workedExample);
    await client.evaluate('net_h1');
    await client.refused('evaluate', { expression: 'out_h1', context: 'watch' });
    await client.go('stepOut', 'stepOut', 'stepOut');
    await client.show('Step', 'Activations', 'Gradients');
    assertTranscript('numbers', client);
  });

  it('evaluates formulas over the names of the pass, as panel and textbooks write them', async () => {
    const client = await Client.start(workedExample);
    await client.go('continue', 'reverseContinue', 'stepOut', 'stepOut', 'stepOut', 'stepOut', 'stepOut');
    for (const expression of [
      'net_h1', 'out_h1', 'h1', 'w5', 'b1', 'i1', 't_o1', 'delta_o1', 'δ_o1', 'dE_dw5', '∂E/∂w5', '∂E/∂out_o1', 'E', 'epoch', 'sample',
      'out_h1 * (1 - out_h1)', '(out_o1 - t_o1) · out_o1 · (1 - out_o1) · out_h1', 'dE_dw5 == delta_o1 * out_h1', 'w5 - learningRate * dE_dw5', 'value',
    ]) await client.evaluate(expression, 'hover'); // prettier-ignore
    for (const expression of [
      'w55',
      'out_h',
      'process.exit()',
      'w5 = 3',
      '1 +',
      'w8_new',
      'foo(1)',
      'h1.constructor',
    ])
      await client.refused('evaluate', { expression, context: 'watch' });
    assertTranscript('evaluate', client);
  });

  it('computes the pass again from a weight, a bias or an input that is set', async () => {
    const client = await Client.start(workedExample);
    await client.go('stepOut', 'stepIn');
    const before = await client.evaluate('net_o1');
    const w5 = await client.find('Parameters', 'layer 2', 'W', 'o1', 'w5');
    const { value } = await client.request<{ value: string }>('setVariable', {
      variablesReference: w5.container,
      name: 'w5',
      value: '2 * 0.35',
    });
    assert.equal(value, '0.7');
    await client.event('invalidated');
    assert.notEqual(await client.evaluate('net_o1'), before);
    assert.equal(Number(await client.evaluate('net_o1 - (0.7 * out_h1 + 0.45 * out_h2 + 0.6)')), 0);
    await client.request('setExpression', { expression: 'i1', value: '0.5' });
    await client.evaluate('net_h1');
    await client.evaluate('b1 = 0', 'repl');
    await client.evaluate('net_h1');
    await client.refused('setExpression', { expression: 'out_h1', value: '1' });
    await client.refused('setExpression', { expression: 'w5', value: 'abc' });
    await client.refused('setExpression', { expression: 'w5', value: '1/0' });
    await client.go('continue');
    assert.notEqual(await client.evaluate('w5'), '0.7');
    assertTranscript('set', client);
  });

  it('marks a pass with changed values, and undoes the changes when it ends', async () => {
    const client = await Client.start(workedExample);
    const { walk } = client;
    walk.setParameter({ layer: 1, unit: 0, input: 0 }, 0.25, 'view');
    await client.stopped();
    await client.request('setExpression', { expression: 'w5', value: '0.7' });
    const title = (await client.stack()).at(-1)?.name;
    assert.equal(title, 'Pass: epoch 1, sample 1 (values changed by hand)');
    assert.match(
      client.output.at(-1) ?? '',
      /w1 = 0\.25 instead of 0\.15, w5 = 0\.7 instead of 0\.4\. Restart or end/,
    );
    const changed = new Promise((resolve) => walk.events.on('changed', () => resolve(null)));
    await client.request('disconnect');
    await changed;
    assert.equal(walk.trace.quantities.parameterValue(2, 0, 0), 0.4);
    assert.deepEqual(walk.altered.map(({ by }) => by), ['view']); // prettier-ignore
  });

  it('counts samples, units, inputs and steps from 1', async () => {
    const config = {
      layers: [{ units: 12, activation: 'tanh' }, { units: 1 }],
      loss: 'halfSquaredError',
      data: { inputs: Array.from({ length: 3 }, (_, n) => Array.from({ length: 10 }, (__, i) => n + i / 8)), targets: [[1], [2], [3]] },
    }; // prettier-ignore
    const client = await Client.start(config, { sample: 2 });
    assert.equal((await client.stack()).at(-1)?.name, 'Pass: epoch 1, sample 2');
    assert.equal(await client.evaluate('sample'), '2');
    assert.equal(await client.evaluate('step'), '1');
    const { network } = client.walk.trace.source;
    assert.equal(Number(await client.evaluate('w1[2,3]')).toPrecision(6), network.layers[0].weights[12].toPrecision(6)); // prettier-ignore
    await client.refused('evaluate', { expression: 'w1[0,3]', context: 'watch' });
    await client.evaluate('w1[12,10]');
    await client.refused('evaluate', { expression: 'w1[12,11]', context: 'watch' });
  });

  it('shows a large tensor in pages', async () => {
    const row = Array.from({ length: 300 }, (_, i) => i);
    const client = await Client.start({
      layers: [{ units: 250, activation: 'tanh' }, { units: 1 }],
      loss: 'halfSquaredError',
      data: { inputs: [row], targets: [[1]] },
    });
    const inputs = await client.find('Sample', 'inputs');
    assert.equal(inputs.indexedVariables, 300);
    const { variables } = await client.request<{ variables: { name: string; value: string }[] }>('variables', {
      variablesReference: inputs.variablesReference, filter: 'indexed', start: 290, count: 100,
    }); // prettier-ignore
    assert.deepEqual(
      variables.map(({ value }) => Number(value)),
      row.slice(290),
    );
    const weights = await client.find('Parameters', 'layer 1', 'W');
    assert.deepEqual([weights.value, weights.indexedVariables], ['250 × 300', 250]);
    assert.equal(await client.evaluate('w1[3,7] - w1[3, 7]'), '0');
  });

  it('completes names', async () => {
    const client = await Client.start(workedExample);
    const { targets } = await client.request<{ targets: { label: string; start: number; length: number }[] }>(
      'completions',
      { text: '2 * net_', column: 9 },
    );
    assert.deepEqual(targets[0], { label: 'net_h1', start: 4, length: 4 });
    assert.deepEqual(
      targets.map(({ label }) => label),
      ['net_h1', 'net_h2', 'net_o1', 'net_o2'],
    );
  });

  it('follows a cursor that another view moves, and reports when the text is outdated', async () => {
    const client = await Client.start(workedExample);
    client.walk.go(5);
    await client.stopped();
    client.walk.stale = true;
    await client.stopped();
    const [frame] = await client.stack();
    assert.equal(frame.source?.name, 'test.backprop.json (old text)');
    const { content } = await client.request<{ content: string }>('source', frame.source);
    assert.match(content, /Worked example/);
    assert.match(client.output.at(-1) ?? '', /edited/);
    const { walk } = client;
    await client.request('restart');
    await client.stopped();
    assert.notEqual(client.walk, walk);
    assert.equal((await client.stack())[0].source?.path, program);
  });

  it('accepts breakpoints of its file however the path is written, and none of another file', async () => {
    const verified = async (file: string) => {
      const client = await Client.start(workedExample);
      const { breakpoints } = await client.request<{ breakpoints: { verified: boolean }[] }>(
        'setBreakpoints',
        { source: { path: file }, breakpoints: [{ line: 19 }] },
      );
      return breakpoints.map((each) => each.verified);
    };
    assert.deepEqual(await verified('/configs/./test.backprop.json'), [true]);
    assert.deepEqual(await verified('/configs/other.backprop.json'), [false]);
  });

  it('says why there is nothing to step through', async () => {
    const data = { inputs: [[1]], targets: [[2]] };
    const cases: [object, object][] = [
      [{ layers: [], loss: 'huber', data }, {}],
      [{ function: 'x^2 + y^2', start: [1, 1] }, {}],
      [{ layers: [{ units: 1 }], loss: 'huber', data: { file: 'none.csv', target: 'a' } }, {}],
      [{ layers: [{ units: 1 }], loss: 'huber', data }, { sample: 3 }],
      [{ layers: [{ units: 1 }], loss: 'huber', data }, { sample: 0 }],
    ];
    const lines: string[] = [];
    for (const [config, launch] of cases) {
      const client = new Client(() => Promise.resolve(JSON.stringify(config)));
      await client.request('initialize', {});
      await client.refused('launch', { program, ...launch });
      lines.push(...client.lines.map((line) => line.replaceAll(process.cwd(), '')));
    }
    assertTranscript('refusals', Object.assign(new Client(() => Promise.resolve('')), { lines }));
  });

  it('escapes everything that an editor would show as a link or an icon, or a terminal would execute', async () => {
    const hostile = '[Fix this](command:x) $(error) \u001b[31m';
    const layers = [{ units: 1, activation: hostile }];
    const config = { layers, loss: 'huber', data: { inputs: [[1]], targets: [[2]] } };
    const client = new Client(() => Promise.resolve(JSON.stringify(config)));
    await client.request('initialize', {});
    const reason = await client.refused('launch', { program });
    assert.match(reason, /Fix this/);
    assert.doesNotMatch(reason, /\]\(|\$\(|\u001b/);
  });

  it('steps through Rosenblatt’s rule, which has no backward pass', async () => {
    const client = await Client.start('xor-perceptron.backprop.json');
    await client.go('stepOut', 'stepOut', 'stepOut', 'stepIn');
    await client.show('Gradients', 'Parameters');
    assertTranscript('perceptron', client);
  });
});
