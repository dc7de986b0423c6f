import { Handles } from '@vscode/debugadapter/lib/handles.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as l10n from '@vscode/l10n';
import { numberText, type Digits } from '../engine/trace/digits.js';
import type { Debuggee } from './debuggee.js';
import { assignment, Formula } from './formulas.js';
import { identifier, type Named } from './numbers.js';
import { CannotStep } from '../jobs/sampleRow.js';
import { scopeNames, scopeTitle, type Children, type Variable } from './variables.js';

/** The maximum number of children that a client requests at once. It requests more in parts. */
const mostAtOnce = 100;

/** Answers a client's requests for values and changes of values while the walk is stopped. */
export class Inspector {
  private readonly handles = new Handles<Children>();

  constructor(private readonly debuggee: Debuggee) {}

  scopes(): DebugProtocol.Scope[] {
    return scopeNames.map((name) => ({
      name: scopeTitle(name),
      variablesReference: this.handles.create(this.debuggee.variables.scope(name)),
      expensive: false,
    }));
  }

  variables({
    variablesReference,
    start = 0,
    count = 0,
  }: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    const children = this.children(variablesReference);
    const end = Math.min(children.count, count === 0 ? children.count : start + count);
    return Array.from({ length: Math.max(0, end - start) }, (_, i) => this.shown(children.at(start + i)));
  }

  setVariable({ variablesReference, name, value }: DebugProtocol.SetVariableArguments): { value: string } {
    const children = this.children(variablesReference);
    for (let i = 0; i < children.count; i++) {
      const variable = children.at(i);
      if (variable.name === name) return { value: this.set(name, variable.named, value) };
    }
    throw new CannotStep(l10n.t('There is no "{0}" in this pass.', name));
  }

  setExpression({ expression, value }: DebugProtocol.SetExpressionArguments): { value: string } {
    return { value: this.set(expression, Formula.read(expression, this.debuggee.numbers).single, value) };
  }

  evaluate({ expression, context }: DebugProtocol.EvaluateArguments): {
    result: string;
    variablesReference: number;
  } {
    const digits = context === 'clipboard' ? 'full' : this.debuggee.digits;
    const assigned = context === 'repl' ? assignment(expression) : null;
    if (assigned) {
      const { value } = this.setExpression({ expression: assigned.name, value: assigned.value });
      return { result: value, variablesReference: 0 };
    }
    return { result: this.text(expression, digits), variablesReference: 0 };
  }

  completions({ text, column }: DebugProtocol.CompletionsArguments): DebugProtocol.CompletionItem[] {
    const typed = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(text.slice(0, column - 1))?.[0] ?? '';
    const names = this.debuggee.numbers.all.filter((name) => name.startsWith(typed));
    return names
      .slice(0, 200)
      .map((label) => ({ label, start: column - 1 - typed.length, length: typed.length }));
  }

  /** Returns the data breakpoint for a trained parameter, or the reason why none is possible. */
  dataBreakpoint({
    name,
  }: DebugProtocol.DataBreakpointInfoArguments): DebugProtocol.DataBreakpointInfoResponse['body'] {
    const dataId = identifier(name.replace(/^dE_d|⁺$/g, ''));
    const parameter = this.debuggee.numbers.find(dataId)?.parameter;
    if (!parameter) return { dataId: null, description: l10n.t('Training changes only weights and biases.') };
    const { weightsTrainable, biasTrainable } =
      this.debuggee.walk.trace.source.network.layers[parameter.layer - 1];
    if (!(parameter.input === null ? biasTrainable : weightsTrainable))
      return { dataId: null, description: l10n.t('{0} is not trained, so its value never changes.', name) };
    return { dataId, description: name, accessTypes: ['write'], canPersist: true };
  }

  private children(reference: number): Children {
    const children = this.handles.get(reference) as Children | undefined;
    if (!children) throw new CannotStep(l10n.t('These values are no longer available.'));
    return children;
  }

  private shown({ name, value, evaluateName, named, children }: Variable): DebugProtocol.Variable {
    const counted = children && children.count > mostAtOnce ? { indexedVariables: children.count } : {};
    return {
      name,
      value,
      ...(evaluateName ? { evaluateName } : {}),
      variablesReference: children ? this.handles.create(children) : 0,
      ...counted,
      ...(children || named?.set ? {} : { presentationHint: { attributes: ['readOnly'] } }),
    };
  }

  private set(name: string, named: Named | null | undefined, value: string): string {
    if (!named?.set) {
      throw new CannotStep(l10n.t('"{0}" cannot be set. Only weights, biases and inputs can.', name));
    }
    const { numbers, walk, digits } = this.debuggee;
    const number = Formula.read(value, numbers).evaluate(walk.index);
    if (number === undefined || !Number.isFinite(number)) {
      throw new CannotStep(l10n.t('"{0}" is not a valid number for "{1}".', value, name));
    }
    named.set(number);
    return numberText(named.value(walk.index) ?? number, digits);
  }

  private text(expression: string, digits: Digits): string {
    const { numbers, walk } = this.debuggee;
    const formula = Formula.read(expression, numbers);
    const value = formula.evaluate(walk.index);
    if (value !== undefined) return numberText(value, digits);
    throw new CannotStep(l10n.t('Not computed yet: {0}', formula.missing(walk.index).join(', ')));
  }
}
