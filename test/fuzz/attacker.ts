import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The result of one attempt. */
export type Outcome =
  | { readonly kind: 'accepted' | 'refused' }
  | { readonly kind: 'crash' | 'hang' | 'memory'; readonly reason: string };

/** The child's answer to one attempt. */
export type Answer =
  | { readonly kind: 'accepted' | 'refused'; readonly peakBytes: number }
  | { readonly kind: 'crash'; readonly reason: string };

export interface AttackerOptions {
  /**
   * The processor time in milliseconds after which an attempt counts as a hang, independent of the load of the machine.
   * An attempt that waits without computing may take ten times as long.
   */
  readonly timeoutMs: number;
  /** The number of bytes by which one attempt may increase the peak memory of the child process. */
  readonly memory: number;
  /** The largest heap of the child process in megabytes. V8 ends the process beyond it. */
  readonly heap?: number;
  /** The module that the child process runs. */
  readonly script?: string;
}

const pollMs = 100;
const defaultScript = path.join(import.meta.dirname, 'child.ts');

/** Runs attempts in a child process, one at a time, and starts another one after a hang or a crash. */
export class Attacker {
  private child: ChildProcess | null = null;
  private peakBytes = 0;

  constructor(private readonly options: AttackerOptions) {}

  async attempt(target: string, input: unknown): Promise<Outcome> {
    const child = (this.child ??= await this.start());
    const limit = this.peakBytes + this.options.memory;
    return new Promise((resolve) => {
      const finish = (outcome: Outcome): void => {
        clearInterval(poll);
        child.off('message', answered).off('exit', exited);
        resolve(outcome);
      };
      const kill = (outcome: Outcome): void => {
        finish(outcome);
        this.close();
      };
      const answered = (answer: Answer): void => finish(this.judge(answer, limit));
      const exited = (code: number | null, signal: string | null): void => {
        const reason = `The process ended by itself (${signal ?? `exit status ${code}`}).`;
        kill({ kind: signal === 'SIGABRT' || code === 134 ? 'memory' : 'crash', reason });
      };
      const [start, computed] = [performance.now(), computingMs(child.pid)];
      const { timeoutMs } = this.options;
      const poll = setInterval(() => {
        if (residentBytes(child.pid) > 2 * limit)
          kill({ kind: 'memory', reason: 'The process takes more than twice the memory allowed.' });
        else if (computingMs(child.pid) - computed > timeoutMs || performance.now() - start > 10 * timeoutMs)
          kill({ kind: 'hang', reason: `No answer after ${timeoutMs / 1000} s.` });
      }, pollMs);
      child.on('message', answered).on('exit', exited);
      child.send({ target, input });
    });
  }

  close(): void {
    this.child?.kill('SIGKILL');
    this.child = null;
  }

  private judge(answer: Answer, limit: number): Outcome {
    if (answer.kind === 'crash') return answer;
    this.peakBytes = answer.peakBytes;
    if (answer.peakBytes <= limit) return { kind: answer.kind };
    this.close();
    return { kind: 'memory', reason: `One input takes ${(answer.peakBytes / 2 ** 20).toFixed(0)} MB.` };
  }

  /** Starts a child process, which reports its memory after loading. */
  private async start(): Promise<ChildProcess> {
    const { script = defaultScript, heap = 1024 } = this.options;
    const child = fork(script, {
      execArgv: ['--import', 'tsx', `--max-old-space-size=${heap}`],
      serialization: 'advanced',
      // V8 would print details when the heap is exhausted.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const [{ peakBytes }] = (await once(child, 'message')) as [{ peakBytes: number }];
    this.peakBytes = peakBytes;
    return child;
  }
}

/**
 * Returns the resident memory of a process; 0 where the system has no /proc, so that only the child's report counts.
 */
function residentBytes(pid: number | undefined): number {
  try {
    return 4096 * Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  } catch {
    return 0;
  }
}

/** Returns the processor time that a process has used; on a system without /proc, the time that has passed. */
function computingMs(pid: number | undefined): number {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
    return 10 * (Number(user) + Number(system));
  } catch {
    return performance.now();
  }
}
