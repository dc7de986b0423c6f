/** The process in which attempts run: reads inputs from its parent and answers with their outcome. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Answer } from './attacker.js';
import { attemptIn } from './attempt.js';
import { targets } from './targets.js';

const folder = mkdtempSync(path.join(tmpdir(), 'backprop-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('disconnect', () => process.exit());
process.on('message', ({ target, input }: { target: string; input: unknown }) => {
  void answer(target, input).then((outcome) => process.send!(outcome));
});
process.send!({ peakBytes: peakBytes() });

async function answer(name: string, input: unknown): Promise<Answer> {
  const target = targets.find((each) => each.name === name);
  try {
    if (!target) throw new Error(`There is no target "${name}".`);
    const accepted = await attemptIn(target, input, folder);
    return { kind: accepted ? 'accepted' : 'refused', peakBytes: peakBytes() };
  } catch (error) {
    return { kind: 'crash', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
