import fc from 'fast-check';
import type { Outcome } from './attacker.js';
import type { Target } from './target.js';

/** Runs an attempt with an input. */
export type Attempt = (input: unknown) => Promise<Outcome>;

type Fault = Extract<Outcome, { reason: string }>;

export interface Failure extends Fault {
  /** The minimized input. */
  readonly input: unknown;
  /** The seed of the series, from which the input can be generated again. */
  readonly seed: number;
}

/** The results of all series for one target. */
export class Score {
  tried = 0;
  accepted = 0;
  readonly failures: Failure[] = [];
  /** The number of failures by their signature. Each kind is minimized only once. */
  readonly counts = new Map<string, number>();

  count(...kinds: Failure['kind'][]): number {
    return [...this.counts].reduce(
      (sum, [signature, count]) =>
        kinds.some((kind) => signature.startsWith(`${kind}:`)) ? sum + count : sum,
      0,
    );
  }
}

export interface SeriesOptions {
  readonly seed: number;
  readonly inputs: number;
  /** The time by `performance.now()` at which to stop, also while a failure is minimized. */
  readonly until: number;
  readonly minimizeMs: number;
}

/** Tries a series of inputs up to its end, or to the first new failure, which is minimized. */
export async function runSeries(
  target: Target,
  attempt: Attempt,
  score: Score,
  options: SeriesOptions,
): Promise<void> {
  let found: (Fault & { signature: string; until: number }) | null = null;
  const property = fc.asyncProperty(target.inputs, async (input) => {
    if (performance.now() > (found?.until ?? options.until)) return true;
    let outcome = await attempt(input);
    // Another program may have used the processor, so a hang must occur twice.
    if (!found && outcome.kind === 'hang') outcome = await attempt(input);
    if (!found) score.tried++;
    if (!isFault(outcome)) {
      if (!found && outcome.kind === 'accepted') score.accepted++;
      return true;
    }
    const signature = signatureOf(outcome.kind, outcome.reason);
    if (found) return signature !== found.signature;
    const known = score.counts.get(signature);
    score.counts.set(signature, (known ?? 0) + 1);
    if (known !== undefined) return true;
    found = { signature, ...outcome, until: performance.now() + options.minimizeMs };
    return false;
  });
  const { seed, inputs } = options;
  const details = await fc.check(property, { seed, numRuns: inputs });
  // The variable is assigned in the callback, which the compiler does not take into account.
  const failure = found as Fault | null;
  if (failure && details.counterexample)
    score.failures.push({
      kind: failure.kind,
      reason: failure.reason,
      input: details.counterexample[0],
      seed,
    });
}

/** Returns a key for a kind of failure: the start of its message, and the place where it was thrown. */
function signatureOf(kind: string, reason: string): string {
  const [message, ...stack] = reason.split('\n');
  if (message.includes('call stack')) return `${kind}: ${message}`;
  const thrown = stack.find((line) => line.includes('/src/')) ?? stack.at(0) ?? '';
  return `${kind}: ${message.replace(/".*"|\d+/g, '…').slice(0, 50)} ${thrown.trim()}`;
}

function isFault(outcome: Outcome): outcome is Fault {
  return 'reason' in outcome;
}
