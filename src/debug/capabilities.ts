import type { DebugProtocol } from '@vscode/debugprotocol';
import { exceptionFilters, exceptionLabel } from './exceptions.js';

export function capabilities(): DebugProtocol.Capabilities {
  return {
    supportsConfigurationDoneRequest: true,
    supportsStepBack: true,
    supportsRestartRequest: true,
    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsLogPoints: true,
    supportsFunctionBreakpoints: true,
    supportsDataBreakpoints: true,
    supportsExceptionInfoRequest: true,
    supportsSetVariable: true,
    supportsSetExpression: true,
    supportsEvaluateForHovers: true,
    supportsClipboardContext: true,
    supportsCompletionsRequest: true,
    exceptionBreakpointFilters: exceptionFilters.map((filter) => ({
      filter,
      ...exceptionLabel(filter),
      default: filter === 'notANumber',
    })),
  };
}
