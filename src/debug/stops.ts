import * as l10n from '@vscode/l10n';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import { exceptionAt, type ExceptionFilter } from './exceptions.js';
import type { Formula } from './formulas.js';
import { ofStep } from './numbers.js';
import type { Target } from './places.js';
import type { Walk } from './walk.js';

export type StopReason =
  | 'entry' | 'step' | 'pause' | 'goto' | 'breakpoint' | 'function breakpoint' | 'data breakpoint' | 'exception'; // prettier-ignore

/** The reason why the walk is stopped. */
export interface Stop {
  readonly reason: StopReason;
  /** The description of the stop, where there are details. */
  readonly text?: string;
  readonly exception?: ExceptionFilter;
  readonly breakpoint?: number;
}

/** A set of steps to stop at, or to log a message at. */
export interface Watchpoint {
  readonly id: number;
  readonly kind: 'line' | 'function' | 'data';
  readonly target: Target;
  /** The parameter whose change stops the walk. */
  readonly parameter?: ParameterPlace;
  readonly condition: Formula | null;
  /** Returns whether to stop at a hit. Hits count from 1. */
  readonly isDue: (hits: number) => boolean;
  /** Returns the message to log at a step instead of stopping there; null: the walk stops. */
  readonly log: ((index: number) => string) | null;
  /** The names in the condition or the message that refer to the current step. */
  readonly stepNames: readonly string[];
}

const reasons = { line: 'breakpoint', function: 'function breakpoint', data: 'data breakpoint' } as const;

/** The breakpoints and exceptions that can stop a walk. */
export class Stops {
  filters: ReadonlySet<ExceptionFilter> = new Set();
  private readonly points: Record<Watchpoint['kind'], readonly Watchpoint[]> = {
    line: [],
    function: [],
    data: [],
  };
  private readonly hits = new Map<number, number>();

  constructor(private readonly output: (text: string, line: number) => void) {}

  set(kind: Watchpoint['kind'], points: readonly Watchpoint[]): void {
    this.points[kind] = points;
  }

  /** Whether any breakpoint can stop the walk. If none can, the walk stops at each new pass. */
  get areSet(): boolean {
    return this.all.some(({ log }) => !log);
  }

  /** Whether there are no breakpoints, messages or exceptions at all. */
  get areNone(): boolean {
    return this.all.length === 0 && this.filters.size === 0;
  }

  /** Resets the hit counts. */
  restart(): void {
    this.hits.clear();
  }

  /** Returns why to stop at a step, or null. Moving backward neither counts hits nor logs messages. */
  at(walk: Walk, index: number, forward: boolean): Stop | null {
    let stop: Stop | null = null;
    for (const point of this.all) {
      if (!isAt(walk, index, point)) continue;
      if (point.condition && !(point.condition.evaluate(index) ?? 0)) continue;
      const hits = (this.hits.get(point.id) ?? 0) + 1;
      if (forward) this.hits.set(point.id, hits);
      if (forward && !point.isDue(hits)) continue;
      if (!point.log)
        stop ??= { reason: reasons[point.kind], breakpoint: point.id, text: textOf(walk, index, point) };
      else if (forward) this.output(point.log(index), point.target.line);
    }
    if (stop) return stop;
    const found = exceptionAt(walk, index, this.filters);
    return found && { reason: 'exception', exception: found.filter, text: found.text };
  }

  private get all(): readonly Watchpoint[] {
    const { line, function: functions, data } = this.points;
    return [...line, ...functions, ...data];
  }
}

/**
 * Returns whether a watchpoint applies at a step: one that defines a name in `stepNames`, else the first of its target.
 */
function isAt({ trace }: Walk, index: number, { target, parameter, stepNames }: Watchpoint): boolean {
  const place = trace.quantities.layout.at(index);
  if (parameter) {
    if (place.quantity !== 'update' || place.layer !== parameter.layer) return false;
    if (place.unit !== parameter.unit || place.part !== parameter.input) return false;
    return (
      trace.value(place) !== trace.quantities.parameterValue(parameter.layer, parameter.unit, parameter.input)
    );
  }
  if (target.layer !== null && place.layer !== target.layer) return false;
  if (target.unit !== null && place.unit !== target.unit) return false;
  if (target.phase !== null && place.phase !== target.phase) return false;
  if (stepNames.length > 0) return stepNames.some((name) => ofStep[name]?.includes(place.quantity) ?? true);
  const by = target.unit !== null ? 'unit' : target.layer !== null ? 'layer' : 'phase';
  return trace.span(index, by).start === index;
}

function textOf({ trace, names }: Walk, index: number, { kind, parameter }: Watchpoint): string | undefined {
  if (kind !== 'data' || !parameter) return undefined;
  const { layer, unit, input } = parameter;
  const name = input === null ? names.bias(layer, unit) : names.weight(layer, unit ?? 0, input);
  return l10n.t(
    '{0} changes from {1} to {2}',
    name,
    trace.quantities.parameterValue(layer, unit, input),
    trace.step(index).value,
  );
}

/** Parses a hit condition such as `3`, `>= 3` or `% 2`. Returns null where the text is not valid. */
export function hitCondition(text: string): ((hits: number) => boolean) | null {
  const found = /^\s*(>=|<=|==?|>|<|%)?\s*(\d+)\s*$/.exec(text);
  if (!found) return null;
  const [operator, count] = [found[1] as string | undefined, Number(found[2])];
  switch (operator) {
    case '>=':
      return (hits) => hits >= count;
    case '<=':
      return (hits) => hits <= count;
    case '>':
      return (hits) => hits > count;
    case '<':
      return (hits) => hits < count;
    case '%':
      return (hits) => count > 0 && hits % count === 0;
    default:
      return (hits) => hits === count;
  }
}
