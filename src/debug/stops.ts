import * as l10n from '@vscode/l10n';
import type { ParameterPlace } from '../engine/trace/paths.js';
import { exceptionAt, type ExceptionFilter } from './exceptions.js';
import type { Formula } from './formulas.js';
import { ofStep } from './numbers.js';
import type { Target } from './places.js';
import type { Walk } from './walk.js';

export type StopReason =
  | 'entry' | 'step' | 'pause' | 'goto' | 'breakpoint' | 'function breakpoint' | 'data breakpoint' | 'exception'; // prettier-ignore

/** Why the walk stands where it stands. */
export interface Stop {
  readonly reason: StopReason;
  /** In words, where there is more to say. */
  readonly text?: string;
  readonly exception?: ExceptionFilter;
  readonly breakpoint?: number;
}

/** Some steps to stop at, or to say something at. */
export interface Watchpoint {
  readonly id: number;
  readonly kind: 'line' | 'function' | 'data';
  readonly target: Target;
  /** The parameter whose change stops. */
  readonly parameter?: ParameterPlace;
  readonly condition: Formula | null;
  /** Whether to stop at this hit, counted from 1. */
  readonly isDue: (hits: number) => boolean;
  /** Says it instead of stopping; the text at a step. */
  readonly log: ((index: number) => string) | null;
  /** Names of what a step computes that condition or log ask for. */
  readonly asks: readonly string[];
}

const reasons = { line: 'breakpoint', function: 'function breakpoint', data: 'data breakpoint' } as const;

/** All that can stop a walk on its way. */
export class Stops {
  filters: ReadonlySet<ExceptionFilter> = new Set();
  private readonly points: Record<Watchpoint['kind'], readonly Watchpoint[]> = {
    line: [],
    function: [],
    data: [],
  };
  private readonly hits = new Map<number, number>();

  constructor(private readonly say: (text: string, line: number) => void) {}

  set(kind: Watchpoint['kind'], points: readonly Watchpoint[]): void {
    this.points[kind] = points;
  }

  /** Somebody wants to be stopped at something: then a pass is not worth a stop for its own sake. */
  get areSet(): boolean {
    return this.all.some(({ log }) => !log);
  }

  /** Nothing stops anywhere or says anything. */
  get areNone(): boolean {
    return this.all.length === 0 && this.filters.size === 0;
  }

  /** Hits are counted from 0 again. */
  restart(): void {
    this.hits.clear();
  }

  /** Why to stop at a step. On the way back nothing is counted and nothing said. */
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
      else if (forward) this.say(point.log(index), point.target.line);
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

/** One that asks about a step is asked at each such step; any other when its layer or unit is entered. */
function isAt({ trace }: Walk, index: number, { target, parameter, asks }: Watchpoint): boolean {
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
  if (asks.length > 0) return asks.some((name) => ofStep[name]?.includes(place.quantity) ?? true);
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

/** `3`, `>= 3`, `% 2`: whether to stop at a hit; null where it reads as nothing of the kind. */
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
