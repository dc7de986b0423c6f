import { mkdir, rm } from 'node:fs/promises';
import type { Target } from './target.js';

/** Runs one attempt in an emptied folder. An uncaught error also makes the attempt fail. */
export async function attemptIn(target: Target, input: unknown, folder: string): Promise<boolean> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let fail: (error: unknown) => void = () => undefined;
  const uncaught = new Promise<never>((_, reject) => (fail = reject));
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  try {
    const accepted = await Promise.race([target.attempt(input, folder), uncaught]);
    // Unhandled rejections are reported after the microtasks.
    return await Promise.race([new Promise<boolean>((resolve) => setImmediate(resolve, accepted)), uncaught]);
  } finally {
    process.off('uncaughtException', fail).off('unhandledRejection', fail);
  }
}
