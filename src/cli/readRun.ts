import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as l10n from '@vscode/l10n';
import { isObject } from '../config/configDifferences.js';
import type { RunSource } from '../config/runDifferences.js';
import { Failure } from './errors.js';
import { failToRead } from './failToRead.js';

/** What a file with the output of `train --json` says of its run. */
export interface RunFile extends RunSource {
  readonly file: string;
  readonly name: string | null;
  readonly epochs: number;
  /** The newest metrics by name; a number that is not finite is a text. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** How the run ended; null where the file has no end. */
  readonly outcome: string | null;
}

type Event = Readonly<Record<string, unknown>>;

/**
 * Reads a file with the output of `train --json`.
 *
 * @throws UsageError where the file cannot be read
 * @throws Failure where it is not such a file
 */
export async function readRun(file: string): Promise<RunFile> {
  let start: Event = {};
  let last: Event | null = null;
  for await (const event of eventsIn(file)) {
    if (event.event === 'start') start = event;
    if (event.event === 'epoch' || event.event === 'done') last = event;
  }
  if (!last)
    throw new Failure(
      l10n.t('"{0}" is not the output of a run. Write it by: backprop train FILE --json > {0}', file),
    );
  const { epoch, epochs, outcome } = last;
  return {
    file,
    name: typeof start.name === 'string' ? start.name : null,
    config: start.config,
    training: start.training,
    epochs: Number(epochs ?? epoch),
    metrics: last,
    outcome: isObject(outcome) ? String(outcome.kind) : null,
  };
}

/** Yields the lines of a file that are JSON objects. */
async function* eventsIn(file: string): AsyncGenerator<Event> {
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const event = parsed(line);
      if (isObject(event)) yield event;
    }
  } catch (error) {
    failToRead(file, error);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null; // such as a line that was being written when the run was killed
  }
}
