import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startProgram, stopProgram } from '../test/host/processes.js';
import type { Engine } from './engines.js';
import type { Answer, Hello, Request, Timed } from './protocol.js';

/** Longer than that nobody waits for one answer. */
const patience = 180_000;

/** An engine's process. */
export class Contestant {
  version = '';
  private readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private errors = '';

  private constructor(readonly engine: Engine) {
    const { command, args, env } = engine;
    this.process = startProgram(command, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.process.stderr!.on('data', (chunk: Buffer) => {
      this.errors = (this.errors + chunk.toString()).slice(-2000);
    });
    this.process.stdin!.on('error', () => undefined); // it has ended: the next answer says so
    this.lines = createInterface({ input: this.process.stdout! })[Symbol.asyncIterator]();
  }

  /** @throws Error where it does not come up */
  static async start(engine: Engine): Promise<Contestant> {
    const contestant = new Contestant(engine);
    const hello = (await contestant.line()) as Hello;
    contestant.version = hello.version;
    return contestant;
  }

  /** @throws Error where it refuses or fails; where it ends, or takes too long, before it has answered */
  async ask(request: Request): Promise<Timed> {
    this.process.stdin!.write(`${JSON.stringify(request)}\n`);
    const answer = (await this.line()) as Answer;
    if ('us' in answer) return answer;
    throw new Error('refused' in answer ? answer.refused : answer.error);
  }

  async stop(): Promise<void> {
    await stopProgram(this.process);
  }

  private async line(): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${patience / 1000} s`)), patience);
    });
    const next = await Promise.race([this.lines.next(), late]).finally(() => clearTimeout(timer));
    if (next.done) throw new Error(`ended: ${this.errors.trim()}`);
    return JSON.parse(next.value);
  }
}
