import { DebugSession } from '@vscode/debugadapter/lib/debugSession.js';
import { Event, Response } from '@vscode/debugadapter/lib/messages.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as l10n from '@vscode/l10n';
import { plainLines, plainText } from '../config/plainText.js';
import { Breakpoints } from './breakpoints.js';
import { capabilities } from './capabilities.js';
import { Debuggee, type Launch, type LaunchArguments } from './debuggee.js';
import { exceptionLabel } from './exceptions.js';
import { framesOf } from './frames.js';
import { Inspector } from './inspector.js';
import type { Motion } from './motion.js';
import { CannotStep } from '../jobs/sampleRow.js';
import { isSamePath } from './isSamePath.js';
import { changeNote } from './passNotes.js';
import type { Stop } from './stops.js';

const threadId = 1; // The only thread.
/** The source reference of the config's text at the launch. */
const oldText = 1;

/** The body of a response, and an action to take after it is sent. */
interface Reply {
  readonly body?: object;
  readonly afterwards?: () => void | Promise<void>;
}

/** The handlers of requests. Each takes the arguments of its request in the protocol. */
type Requests = Readonly<Record<string, (args: never) => Reply | Promise<Reply>>>;

/** A debug session, which controls a walk through the Debug Adapter Protocol. */
export class BackpropSession extends DebugSession {
  private debuggee: Debuggee | null = null;
  private inspector: Inspector | null = null;
  private args: LaunchArguments | null = null;
  private lastStop: Stop = { reason: 'entry' };
  /** The number of actions in progress with which this session itself causes events of the walk. */
  private busy = 0;
  private isMoving = false;
  private readonly breakpoints = new Breakpoints(() => this.required);

  constructor(private readonly launch: Launch) {
    super();
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    void this.answer(request, new Response(request));
  }

  override dispose(): void {
    this.close();
  }

  private readonly requests: Requests = {
    initialize: () => ({ body: capabilities() }),
    launch: (args: DebugProtocol.LaunchRequestArguments & LaunchArguments) => this.begin(args),
    configurationDone: () => ({ afterwards: () => this.enter() }),
    restart: () => this.restart(),
    terminate: () => ({ afterwards: () => this.post('terminated') }),
    disconnect: () => {
      this.close();
      return {};
    },

    setBreakpoints: (args: DebugProtocol.SetBreakpointsArguments) => ({ body: this.setBreakpoints(args) }),
    setFunctionBreakpoints: ({ breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments) => ({
      body: { breakpoints: this.breakpoints.setFunctions(breakpoints) },
    }),
    setDataBreakpoints: ({ breakpoints }: DebugProtocol.SetDataBreakpointsArguments) => ({
      body: { breakpoints: this.breakpoints.setData(breakpoints) },
    }),
    dataBreakpointInfo: (args: DebugProtocol.DataBreakpointInfoArguments) => ({
      body: this.inspected.dataBreakpoint(args),
    }),
    setExceptionBreakpoints: ({ filters }: DebugProtocol.SetExceptionBreakpointsArguments) => {
      this.breakpoints.setFilters(filters);
      return {};
    },
    exceptionInfo: () => ({ body: this.exceptionInfo() }),

    next: () => this.move((motion) => motion.forward('unit')),
    stepIn: () => this.move((motion) => motion.forward('step')),
    stepOut: () => this.move((motion) => motion.forward('layer')),
    stepBack: () => this.move((motion) => motion.back()),
    continue: () => this.move((motion) => motion.continue()),
    reverseContinue: () => this.move((motion) => motion.reverse()),
    pause: () => {
      this.required.motion.pause();
      return {};
    },

    threads: () => ({ body: { threads: [{ id: threadId, name: this.debuggee?.launched.name ?? '' }] } }),
    stackTrace: (args: DebugProtocol.StackTraceArguments) => ({ body: this.stackTrace(args) }),
    source: () => ({ body: { content: this.required.launched.text } }),
    scopes: () => ({ body: { scopes: this.inspected.scopes() } }),
    variables: (args: DebugProtocol.VariablesArguments) => ({
      body: { variables: this.inspected.variables(args) },
    }),
    setVariable: (args: DebugProtocol.SetVariableArguments) =>
      this.change((inspector) => inspector.setVariable(args)),
    setExpression: (args: DebugProtocol.SetExpressionArguments) =>
      this.change((inspector) => inspector.setExpression(args)),
    evaluate: (args: DebugProtocol.EvaluateArguments) => this.change((inspector) => inspector.evaluate(args)),
    completions: (args: DebugProtocol.CompletionsArguments) => ({
      body: { targets: this.inspected.completions(args) },
    }),
  };

  private async answer(request: DebugProtocol.Request, response: DebugProtocol.Response): Promise<void> {
    try {
      if (!Object.hasOwn(this.requests, request.command))
        throw new CannotStep(l10n.t('The debugger does not support "{0}".', request.command));
      const { body, afterwards } = await this.requests[request.command](request.arguments as never);
      response.body = body;
      this.sendResponse(response);
      await afterwards?.();
    } catch (error) {
      this.fail(response, error);
    }
  }

  /** Reports an error in the response, or in the console if the response has been sent. */
  private fail(response: DebugProtocol.Response, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (response.seq > 0) {
      this.log('stderr', reason);
      return;
    }
    const showUser = response.command === 'launch' || response.command === 'restart';
    this.sendErrorResponse(response, {
      id: 1,
      format: '{_reason}',
      variables: { _reason: plainText(reason) },
      showUser,
    });
  }

  private async begin(args: LaunchArguments): Promise<Reply> {
    this.args = args;
    await this.open(args);
    return { afterwards: () => this.post('initialized') };
  }

  private async open(args: LaunchArguments): Promise<void> {
    const launched = await this.launch(args);
    this.close();
    const debuggee = new Debuggee(launched, args.digits ?? 9, (text, line) => this.log('stdout', text, line));
    this.debuggee = debuggee;
    this.inspector = new Inspector(debuggee);
    const { walk } = debuggee;
    walk.events.on('moved', this.onMoved).on('changed', this.onMoved).on('stale', this.onStale);
    if (walk.bySample)
      this.log('console', l10n.t('Each sample is a pass with its own update, in the order of the data.'));
  }

  private enter(): void {
    const { stops, walk } = this.required;
    this.stopped(stops.at(walk, walk.index, true) ?? { reason: 'entry' });
  }

  private async restart(): Promise<Reply> {
    const { walk, stops, motion } = this.required;
    motion.pause();
    if (walk.stale && this.args) {
      await this.open(this.args);
      for (const breakpoint of this.breakpoints.setAgain())
        this.post('breakpoint', { reason: 'changed', breakpoint });
    } else {
      await this.whileBusy(() => walk.restart());
      stops.restart();
    }
    return { afterwards: () => this.enter() };
  }

  private close(): void {
    const { debuggee } = this;
    if (!debuggee) return;
    this.debuggee = null;
    this.inspector = null;
    debuggee.motion.pause();
    debuggee.walk.events.off('moved', this.onMoved).off('changed', this.onMoved).off('stale', this.onStale);
    void debuggee.walk.undoChanges('debugger');
    debuggee.launched.release();
  }

  private setBreakpoints({ source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments): object {
    const { path, name } = this.required.launched;
    const message = l10n.t('This session steps through {0}.', name);
    if (source.path !== undefined && isSamePath(source.path, path))
      return { breakpoints: this.breakpoints.setLines(breakpoints) };
    return { breakpoints: breakpoints.map(() => ({ verified: false, message })) };
  }

  private exceptionInfo(): object {
    const { exception, text = '' } = this.lastStop;
    const exceptionId = exception ? exceptionLabel(exception).label : '';
    return { exceptionId, description: plainText(text), breakMode: 'always' };
  }

  /** Starts a move and replies at once. The client gets a `stopped` event when the move ends. */
  private move(go: (motion: Motion) => Promise<Stop | null>): Reply {
    const debuggee = this.required;
    if (this.isMoving) throw new CannotStep(l10n.t('The debugger is still running. Pause it first.'));
    this.isMoving = true;
    const afterwards = async (): Promise<void> => {
      const stop = await this.whileBusy(() => go(debuggee.motion)).catch((error: unknown) => {
        this.log('stderr', error instanceof Error ? error.message : String(error));
        return { reason: 'pause' } as const;
      });
      this.isMoving = false;
      if (this.debuggee !== debuggee) return;
      if (!stop) this.log('console', l10n.t('Training has finished, so there are no more passes.'));
      this.stopped(stop ?? { reason: 'step' });
    };
    return { body: { allThreadsContinued: true }, afterwards };
  }

  /** Changes a value, and makes the client update all that it shows. */
  private async change(change: (inspector: Inspector) => object): Promise<Reply> {
    const { walk } = this.required;
    const { trace } = walk;
    const body = await this.whileBusy(() => change(this.inspected));
    const isChanged = trace !== walk.trace;
    if (isChanged) this.log('console', changeNote(walk));
    return {
      body,
      afterwards: () => (isChanged ? this.post('invalidated', { areas: ['all'] }) : undefined),
    };
  }

  private async whileBusy<T>(work: () => T | Promise<T>): Promise<T> {
    this.busy++;
    try {
      return await work();
    } finally {
      this.busy--;
    }
  }

  private stackTrace({ startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments): object {
    const { walk, places, digits, launched } = this.required;
    const source = walk.stale
      ? { name: l10n.t('{0} (old text)', launched.name), sourceReference: oldText }
      : { name: launched.name, path: launched.path };
    const frames = framesOf(walk, places, digits);
    const shown = frames.slice(startFrame, levels ? startFrame + levels : undefined);
    return { stackFrames: shown.map((frame) => ({ ...frame, source })), totalFrames: frames.length };
  }

  private get required(): Debuggee {
    if (this.debuggee) return this.debuggee;
    throw new CannotStep(l10n.t('No pass is being stepped through.'));
  }

  private get inspected(): Inspector {
    if (this.inspector) return this.inspector;
    throw new CannotStep(l10n.t('No pass is being stepped through.'));
  }

  /** Reports a move of the cursor that this session did not cause. */
  private readonly onMoved = (): void => {
    if (this.busy === 0) this.stopped({ reason: 'goto' }, true);
  };

  private readonly onStale = (): void => {
    if (!this.required.walk.stale) return;
    const message = l10n.t(
      'The file has been edited, but this session shows its old text. Restart the session to step through the new text.',
    );
    this.log('important', message);
    if (this.busy === 0) this.stopped(this.lastStop, true);
  };

  private stopped(stop: Stop, preserveFocusHint = false): void {
    this.lastStop = stop;
    const { reason, text, breakpoint } = stop;
    const hitBreakpointIds = breakpoint === undefined ? undefined : [breakpoint];
    this.post('stopped', {
      reason,
      text: text === undefined ? undefined : plainText(text),
      hitBreakpointIds,
      threadId,
      allThreadsStopped: true,
      preserveFocusHint,
    });
  }

  private log(category: 'console' | 'important' | 'stdout' | 'stderr', text: string, line?: number): void {
    const { path, name } = this.debuggee?.launched ?? {};
    const place = line ? { source: { name, path }, line } : {};
    this.post('output', { category, output: `${plainLines(text)}\n`, ...place });
  }

  private post(event: string, body?: object): void {
    this.sendEvent(new Event(event, body));
  }
}
