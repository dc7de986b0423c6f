import type { DebugProtocol } from '@vscode/debugprotocol';
import * as l10n from '@vscode/l10n';
import { nearest } from '../config/nearest.js';
import { numberText } from '../engine/trace/digits.js';
import type { Debuggee } from './debuggee.js';
import { isExceptionFilter } from './exceptions.js';
import { Formula } from './formulas.js';
import { CannotStep } from '../jobs/sampleRow.js';
import type { Target } from './places.js';
import { hitCondition, type Watchpoint } from './stops.js';

type BreakpointOptions = Pick<DebugProtocol.SourceBreakpoint, 'condition' | 'hitCondition' | 'logMessage'>;
type Breakpoint = DebugProtocol.Breakpoint;

const everywhere: Target = { line: 0, layer: null, unit: null, phase: null };

/**
 * Converts the breakpoints of a client into watchpoints. A breakpoint that is not possible is answered with the reason.
 */
export class Breakpoints {
  private lines: readonly DebugProtocol.SourceBreakpoint[] = [];
  private functions: readonly DebugProtocol.FunctionBreakpoint[] = [];
  private data: readonly DebugProtocol.DataBreakpoint[] = [];
  private filters: readonly string[] = [];
  private lastId = 0;

  constructor(private readonly debuggee: () => Debuggee) {}

  setLines(breakpoints: readonly DebugProtocol.SourceBreakpoint[]): Breakpoint[] {
    this.lines = breakpoints;
    return this.set('line', breakpoints, ({ line }) => {
      const target = this.debuggee().places.at(line);
      if (!target)
        throw new CannotStep(
          l10n.t('Set breakpoints on the line of a layer, of the loss or of the training.'),
        );
      return { target };
    });
  }

  setFunctions(breakpoints: readonly DebugProtocol.FunctionBreakpoint[]): Breakpoint[] {
    this.functions = breakpoints;
    return this.set('function', breakpoints, ({ name }) => {
      const { numbers, places } = this.debuggee();
      const unit = numbers.unit(name.trim());
      if (!unit) throw new CannotStep(unknownUnit(name, numbers.unitNames));
      return { target: { line: places.of(unit.layer, unit.unit).line, ...unit, phase: null } };
    });
  }

  setData(breakpoints: readonly DebugProtocol.DataBreakpoint[]): Breakpoint[] {
    this.data = breakpoints;
    return this.set('data', breakpoints, ({ dataId }) => {
      const parameter = this.debuggee().numbers.find(dataId)?.parameter;
      if (!parameter) throw new CannotStep(l10n.t('No weight or bias is called "{0}".', dataId));
      return { target: everywhere, parameter };
    });
  }

  setFilters(filters: readonly string[]): void {
    this.filters = filters;
    this.debuggee().stops.filters = new Set(filters.filter(isExceptionFilter));
  }

  /** Sets all breakpoints again for another debuggee. */
  setAgain(): Breakpoint[] {
    this.lastId = 0;
    const breakpoints = [
      this.setLines(this.lines),
      this.setFunctions(this.functions),
      this.setData(this.data),
    ];
    this.setFilters(this.filters);
    return breakpoints.flat();
  }

  private set<A extends BreakpointOptions>(
    kind: Watchpoint['kind'],
    requests: readonly A[],
    find: (request: A) => Pick<Watchpoint, 'target' | 'parameter'>,
  ): Breakpoint[] {
    const points: Watchpoint[] = [];
    const breakpoints = requests.map((each): Breakpoint => {
      const id = ++this.lastId;
      try {
        const point = { id, kind, ...find(each), ...this.whenOf(each) };
        points.push(point);
        return { id, verified: true, ...(point.target.line ? { line: point.target.line } : {}) };
      } catch (error) {
        if (!(error instanceof CannotStep)) throw error;
        return { id, verified: false, message: error.message };
      }
    });
    this.debuggee().stops.set(kind, points);
    return breakpoints;
  }

  private whenOf(options: BreakpointOptions): Pick<Watchpoint, 'condition' | 'isDue' | 'log' | 'stepNames'> {
    const { numbers } = this.debuggee();
    const condition = options.condition?.trim() ? Formula.read(options.condition, numbers) : null;
    const log = options.logMessage ? this.logOf(options.logMessage) : null;
    const isDue = options.hitCondition?.trim() ? hitCondition(options.hitCondition) : () => true;
    if (!isDue) {
      throw new CannotStep(l10n.t('A hit count is a number, optionally preceded by >=, >, <=, <, == or %.'));
    }
    return {
      condition,
      isDue,
      log: log?.text ?? null,
      stepNames: [...(condition?.ofStep ?? []), ...(log?.stepNames ?? [])],
    };
  }

  /** Parses a log message such as `w5 is {w5}`. Its text has the values of the formulas in place of the formulas. */
  private logOf(message: string): {
    readonly text: (index: number) => string;
    readonly stepNames: readonly string[];
  } {
    const { numbers, digits } = this.debuggee();
    const parts = message
      .split(/\{([^{}]*)\}/)
      .map((part, i) => (i % 2 ? Formula.read(part, numbers) : part));
    const shown = (part: string | Formula, index: number): string => {
      if (typeof part === 'string') return part;
      const value = part.evaluate(index);
      return value === undefined ? l10n.t('not computed yet') : numberText(value, digits);
    };
    return {
      text: (index) => parts.map((part) => shown(part, index)).join(''),
      stepNames: parts.flatMap((part) => (typeof part === 'string' ? [] : part.ofStep)),
    };
  }
}

function unknownUnit(name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  return meant === undefined
    ? l10n.t('No unit is called "{0}".', name)
    : l10n.t('No unit is called "{0}". Did you mean "{1}"?', name, meant);
}
