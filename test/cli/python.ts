import { spawnSync } from 'node:child_process';

/** What a Python program printed, and how it ended. */
export interface PythonRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

const candidates = ['python3', '/usr/bin/python3'];
const found = new Map<string, string | null>();

/** Returns the Python that has some modules; null where there is none. */
export function pythonWith(...modules: readonly string[]): string | null {
  const key = modules.join();
  const known = found.get(key);
  if (known !== undefined) return known;
  const program = `import ${key || 'sys'}`;
  const python = candidates.find((each) => spawnSync(each, ['-c', program]).status === 0) ?? null;
  found.set(key, python);
  return python;
}

/** Runs a Python program in a folder. */
export function runPython(
  python: string,
  args: readonly string[],
  cwd: string,
  input: string | null = null,
): PythonRun {
  const ran = spawnSync(python, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    ...(input !== null && { input }),
  });
  return { status: ran.status, out: ran.stdout, err: ran.stderr };
}
