import { fork, type ChildProcess, type StdioOptions } from 'node:child_process';

/** How to start a child process that trains. */
export interface ChildOptions {
  /** Flags of V8, which apply to a whole process. */
  readonly flags: readonly string[];
  /** The name of the kernels that become faster with these flags. */
  readonly shape: string;
}

/** Starts a child process of this engine. Its channel closes when this process or thread ends, whatever the cause. */
export function forkChild(
  { flags }: Pick<ChildOptions, 'flags'>,
  script: string,
  args: readonly string[] = [],
  stdio: Extract<StdioOptions, unknown[]> = ['ignore', 'ignore', 'inherit'],
): ChildProcess {
  return fork(script, args, {
    execArgv: [...flags],
    serialization: 'advanced',
    stdio: [...stdio, 'ipc'],
    // In an editor the engine is Electron, which runs as Node only on request.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}
