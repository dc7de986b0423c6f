import type { History } from '../../protocol.js';
import { historyOf } from '../../worker/history.js';

/** The number of parts of a run of which four epochs are kept each. */
const parts = 125;
/** The number of losses in a small picture of a run. */
const mostOfSparkline = 32;

/**
 * Returns a part of a history for charts: all epochs where they are few, else at most about 500. Of each of 125 equal
 * parts it keeps the first, the last, and those with the lowest and the highest loss.
 */
export function keptEpochs(history: History): History {
  const { length } = history.epoch;
  if (length <= 4 * parts) return history;
  const kept = new Set<number>();
  for (let part = 0; part < parts; part++) {
    const [from, to] = [start(part, length), start(part + 1, length)];
    for (const index of extremes(history.loss, from, to)) kept.add(index);
  }
  const indices = [...kept].sort((a, b) => a - b);
  return historyOf((name) =>
    history[name].length === 0 ? history[name] : Float64Array.from(indices, (index) => history[name][index]),
  );
}

const start = (part: number, length: number): number => Math.floor((part * length) / parts);

function extremes(values: Float64Array, from: number, to: number): number[] {
  let [lowest, highest] = [from, from];
  for (let index = from; index < to; index++) {
    if (values[index] < values[lowest]) lowest = index;
    if (values[index] > values[highest]) highest = index;
  }
  return [from, lowest, highest, to - 1];
}

/** Returns losses for a small picture, evenly over the epochs, the first and the last included. */
export function sparklineOf({ loss }: History): number[] {
  const finite = loss.filter(Number.isFinite);
  if (finite.length <= mostOfSparkline) return [...finite];
  const step = (finite.length - 1) / (mostOfSparkline - 1);
  return Array.from({ length: mostOfSparkline }, (_, index) => finite[Math.round(index * step)]);
}
