import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startProgram, stopProgram } from '../test/host/processes.js';
import type { Engine } from './engines.js';
import type { Answer, Hello, Request, Timed } from './protocol.js';

/** The longest time to wait for an answer, in milliseconds. */
const timeoutMs = 180_000;

/** The process of an engine. */
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
    this.process.stdin!.on('error', () => undefined); // The process has ended, which the next answer reports.
    this.lines = createInterface({ input: this.process.stdout! })[Symbol.asyncIterator]();
  }

  /** Starts the process. @throws Error where that fails */
  static async start(engine: Engine): Promise<Contestant> {
    const contestant = new Contestant(engine);
    const hello = (await contestant.line()) as Hello;
    contestant.version = hello.version;
    return contestant;
  }

  /** Sends a request and waits for its answer. @throws Error where the contestant refuses, fails, ends or takes too long */
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
      timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs / 1000} s`)), timeoutMs);
    });
    const next = await Promise.race([this.lines.next(), late]).finally(() => clearTimeout(timer));
    if (next.done) throw new Error(`ended: ${this.errors.trim()}`);
    return JSON.parse(next.value);
  }
}
