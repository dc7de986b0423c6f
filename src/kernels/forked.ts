import { fork, type ChildProcess, type StdioOptions } from 'node:child_process';

/** How a process is begun that trains apart from this one. */
export interface Apart {
  /** Of V8: they concern a whole process. */
  readonly flags: readonly string[];
  /** The kernels that gain by them. */
  readonly shape: string;
}

/** One more process of this engine. Its channel closes when this process or thread ends, however it does. */
export function forkApart(
  { flags }: Pick<Apart, 'flags'>,
  script: string,
  args: readonly string[] = [],
  stdio: Extract<StdioOptions, unknown[]> = ['ignore', 'ignore', 'inherit'],
): ChildProcess {
  return fork(script, args, {
    execArgv: [...flags],
    serialization: 'advanced',
    stdio: [...stdio, 'ipc'],
    // In an editor the engine is Electron, which has to be told to be Node.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}
