/** A debug client in this process that records a transcript of a session. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { parseConfig } from '../../src/config/parse.js';
import type { LaunchArguments, Launched } from '../../src/debug/debuggee.js';
import { openWalk } from '../../src/debug/openWalk.js';
import { BackpropSession } from '../../src/debug/session.js';
import type { Walk } from '../../src/debug/walk.js';
import { exampleText } from './support.js';
import { filesIn } from '../../src/node/filesIn.js';

export const program = '/configs/test.backprop.json';

export class Client {
  readonly lines: string[] = [];
  readonly events: DebugProtocol.Event[] = [];
  walk!: Walk;
  private readonly session: BackpropSession;
  private readonly answers = new Map<number, (response: DebugProtocol.Response) => void>();
  private readonly waiting = new Set<() => void>();
  private seq = 0;
  private seen = 0;

  constructor(private readonly textOf: () => Promise<string>) {
    this.session = new BackpropSession((args) => this.launched(args));
    this.session.onDidSendMessage((message) => this.receive(message as DebugProtocol.ProtocolMessage));
  }

  /** Starts a session on an example, or on a config as an object, and waits for its first stop. */
  static async start(
    config: object | string,
    launch: object = {},
    before?: (client: Client) => Promise<void>,
  ): Promise<Client> {
    const client = new Client(() => textOf(config));
    await client.request('initialize', { adapterID: 'backprop' });
    await client.request('launch', { program, ...launch });
    await before?.(client);
    await client.request('configurationDone');
    await client.stopped();
    return client;
  }

  async request<Body = Record<string, unknown>>(command: string, args?: object): Promise<Body> {
    const response = await this.send(command, args);
    assert.equal(response.success, true, `${command}: ${response.message}`);
    return response.body as Body;
  }

  /** Sends a request that must fail, and returns its error message. */
  async refused(command: string, args?: object): Promise<string> {
    const { success, message = '' } = await this.send(command, args);
    assert.equal(success, false, `${command} ${JSON.stringify(args)} is not refused`);
    this.lines.push(`${command} refused: ${message}`);
    return message;
  }

  /** Returns the next event with this name that was not returned before. */
  event(name: string): Promise<DebugProtocol.Event> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.events.findIndex(({ event }, i) => i >= this.seen && event === name);
        if (found < 0) return;
        this.waiting.delete(look);
        this.seen = found + 1;
        resolve(this.events[found]);
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Waits for the next stop, and records its reason and position. */
  async stopped(): Promise<void> {
    const { body } = (await this.event('stopped')) as DebugProtocol.StoppedEvent;
    this.lines.push(`stopped: ${body.reason}${body.text ? ` (${body.text})` : ''}`);
    await this.where();
  }

  async where(): Promise<void> {
    for (const { name, line } of await this.stack()) this.lines.push(`  ${line}: ${name}`);
  }

  async stack(): Promise<DebugProtocol.StackFrame[]> {
    const { stackFrames } = await this.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
      threadId: 1,
    });
    return stackFrames;
  }

  /** Sends commands that move the cursor, and records each stop. */
  async go(...commands: string[]): Promise<void> {
    for (const command of commands) {
      this.lines.push(`> ${command}`);
      await this.request(command, { threadId: 1 });
      await this.stopped();
    }
  }

  /** Records the expanded contents of the Variables view. */
  async show(...scopes: string[]): Promise<void> {
    const { scopes: all } = await this.request<DebugProtocol.ScopesResponse['body']>('scopes', {
      frameId: 1,
    });
    for (const { name, variablesReference } of all) {
      if (scopes.length > 0 && !scopes.includes(name)) continue;
      this.lines.push(`${name}:`);
      await this.unfold(variablesReference, '  ');
    }
  }

  async evaluate(expression: string, context = 'watch'): Promise<string> {
    const { result } = await this.request<DebugProtocol.EvaluateResponse['body']>('evaluate', {
      expression,
      context,
      frameId: 1,
    });
    this.lines.push(`${expression}: ${result}`);
    return result;
  }

  async breakpoints(command: string, args: object): Promise<DebugProtocol.Breakpoint[]> {
    const { breakpoints } = await this.request<DebugProtocol.SetBreakpointsResponse['body']>(command, args);
    for (const { verified, line, message } of breakpoints)
      this.lines.push(`breakpoint: ${verified ? `line ${line ?? '-'}` : message}`);
    return breakpoints;
  }

  setLines(...breakpoints: DebugProtocol.SourceBreakpoint[]): Promise<DebugProtocol.Breakpoint[]> {
    return this.breakpoints('setBreakpoints', { source: { path: program }, breakpoints });
  }

  /** The output in the console so far. */
  get output(): string[] {
    return this.events
      .filter(({ event }) => event === 'output')
      .map(({ body }) => (body as { output: string }).output.trimEnd());
  }

  /** Returns a variable, given its scope and the names on the path to it. */
  async find(
    scope: string,
    ...names: string[]
  ): Promise<DebugProtocol.Variable & { readonly container: number }> {
    const { scopes } = await this.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: 1 });
    let container = scopes.find(({ name }) => name === scope)?.variablesReference ?? 0;
    for (const [i, wanted] of names.entries()) {
      const { variables } = await this.request<DebugProtocol.VariablesResponse['body']>('variables', {
        variablesReference: container,
      });
      const found = variables.find(({ name }) => name === wanted);
      assert.ok(found, `${scope} has no ${wanted}: ${variables.map(({ name }) => name).join()}`);
      if (i === names.length - 1) return { ...found, container };
      container = found.variablesReference;
    }
    throw new Error('No names.');
  }

  private async unfold(variablesReference: number, indent: string): Promise<void> {
    const { variables } = await this.request<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference,
    });
    for (const variable of variables) {
      this.lines.push(`${indent}${variable.name} = ${variable.value}`);
      if (variable.variablesReference) await this.unfold(variable.variablesReference, `${indent}  `);
    }
  }

  private send(command: string, args?: object): Promise<DebugProtocol.Response> {
    const seq = ++this.seq;
    return new Promise((resolve) => {
      this.answers.set(seq, resolve);
      this.session.handleMessage({ seq, type: 'request', command, arguments: args } as DebugProtocol.Request);
    });
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    // The message is serialized as between processes.
    const plain = JSON.parse(JSON.stringify(message)) as DebugProtocol.Response | DebugProtocol.Event;
    if ('request_seq' in plain) this.answers.get(plain.request_seq)?.(plain);
    else {
      this.events.push(plain);
      for (const look of [...this.waiting]) look();
    }
  }

  private async launched({ sample }: LaunchArguments): Promise<Launched> {
    const text = await this.textOf();
    const { spec, problems, spans } = await parseConfig(text, 'test.backprop.json');
    this.walk = await openWalk({
      spec,
      problem: problems.find(({ severity }) => severity === 'error')?.message ?? null,
      files: filesIn(path.resolve('examples')),
      sample,
    });
    return {
      walk: this.walk,
      path: program,
      name: 'test.backprop.json',
      text,
      spans,
      release: () => undefined,
    };
  }
}

async function textOf(config: object | string): Promise<string> {
  return typeof config === 'string' ? exampleText(config) : JSON.stringify(config, null, 2);
}

/** Compares a transcript with the stored one, which a person has reviewed. UPDATE_TRANSCRIPTS=1 overwrites it. */
export function assertTranscript(name: string, { lines }: Client): void {
  const file = path.resolve('test/fixtures/debug', `${name}.txt`);
  const text = `${lines.join('\n')}\n`;
  if (process.env.UPDATE_TRANSCRIPTS) writeFileSync(file, text);
  assert.ok(existsSync(file), `there is no ${file}`);
  assert.equal(text, readFileSync(file, 'utf8'));
}
