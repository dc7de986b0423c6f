import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Attacker } from './attacker.js';
import { runSeries, Score, type Failure } from './series.js';
import type { Target } from './target.js';
import { targets } from './targets.js';

const results = path.join(import.meta.dirname, '../../test-results/fuzz');
/** The number of inputs in a series, small enough that a failing input is quickly generated again from the seed. */
const seriesInputs = 500;
const memory = 512 * 2 ** 20;
const minimizeMs = 15_000;

/** The command `npm run fuzz`. @returns the exit status */
export async function fuzz(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '30' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      only: { type: 'string' },
      hang: { type: 'string', default: '10' },
    },
  });
  const [seconds, seed, hang] = [values.seconds, values.seed, values.hang].map(Number);
  const chosen = values.only?.split(',') ?? targets.map(({ name }) => name);
  const unknown = chosen.find((name) => !targets.some((target) => target.name === name));
  if (unknown !== undefined || ![seconds, seed, hang].every(Number.isFinite)) {
    console.error(`Usage: npm run fuzz -- [--seconds N] [--seed N] [--hang N] [--only NAMES]`);
    console.error(`Targets: ${targets.map(({ name }) => name).join(', ')}`);
    return 2;
  }
  console.log(`Seed ${seed}, ${seconds} s for each target.`);
  let failed = 0;
  for (const name of chosen) {
    const target = targets.find((each) => each.name === name)!;
    const score = await attack(target, { seconds, seed, timeoutMs: 1000 * hang });
    report(target, score);
    failed += score.failures.length;
  }
  return failed > 0 ? 1 : 0;
}

async function attack(
  target: Target,
  { seconds, seed, timeoutMs }: { seconds: number; seed: number; timeoutMs: number },
): Promise<Score> {
  const score = new Score();
  const attacker = new Attacker({ timeoutMs, memory });
  const until = performance.now() + 1000 * seconds;
  try {
    for (let series = seed; performance.now() < until; series++) {
      const options = { seed: series, inputs: seriesInputs, until, minimizeMs };
      await runSeries(target, (input) => attacker.attempt(target.name, input), score, options);
    }
  } finally {
    attacker.close();
  }
  return score;
}

function report(target: Target, score: Score): void {
  const { tried, accepted, failures } = score;
  const share = tried === 0 ? 0 : Math.round((100 * accepted) / tried);
  const counts = `crashes ${score.count('crash')}, hangs ${score.count('hang')}, memory ${score.count('memory')}`;
  console.log(`${target.name.padEnd(10)} ${tried} inputs, ${share}% accepted, ${counts}`);
  for (const failure of failures) {
    const folder = write(target, failure);
    console.log(`  ${failure.kind} (seed ${failure.seed}): ${failure.reason.split('\n')[0]}\n    ${folder}`);
  }
}

/** Writes a failing input and its description. */
function write(target: Target, failure: Failure): string {
  const { kind, reason, seed, input } = failure;
  const folder = path.join(results, `${target.name}-${seed}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const again = `npm run fuzz -- --only ${target.name} --seed ${seed}`;
  writeFileSync(path.join(folder, 'failure.txt'), `${kind}\n${reason}\n\n${again}\n`);
  for (const [name, content] of Object.entries(target.show(input)))
    writeFileSync(path.join(folder, name), content);
  return path.relative(process.cwd(), folder);
}
