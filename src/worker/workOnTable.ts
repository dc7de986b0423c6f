import type { Finding } from '../config/problem.js';
import { DataError } from '../data/finding.js';
import type { FromWorker } from '../protocol.js';
import { findingsOf } from './refusal.js';
import { Throttle } from './throttle.js';

/** What came of work on a table. */
export interface TableResult<T> {
  /** null where the findings say why the table cannot be read. */
  readonly result: T | null;
  readonly findings: readonly Finding[];
}

/**
 * Works on a table and posts the progress, at most 10 times a second.
 * @param work receives a function that takes the fraction that is done
 * @returns null where the signal was aborted
 */
export async function workOnTable<T>(
  signal: AbortSignal,
  post: (message: FromWorker) => void,
  work: (report: (fraction: number | null) => void) => Promise<T>,
): Promise<TableResult<T> | null> {
  const due = new Throttle(100);
  const report = (fraction: number | null): void => {
    if (fraction === null || !due.isDue()) return;
    due.restart();
    post({ type: 'tableProgress', fraction });
  };
  try {
    return { result: await work(report), findings: [] };
  } catch (error) {
    if (signal.aborted) return null;
    return { result: null, findings: error instanceof DataError ? error.findings : findingsOf(error) };
  }
}
