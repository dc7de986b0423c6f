import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import type { LaunchArguments, Launched } from '../../debug/debuggee.js';
import type { BackpropSession } from '../../debug/session.js';
import { languageId } from '../configs/configFiles.js';
import { activeConfig, DebuggerConfigs, debugType, isUri } from './debuggerConfigs.js';
import { expressionAt, valuesIn } from './debuggerValues.js';
import { registerCommand } from '../editor/prompts.js';
import type { Walks } from './walks.js';

/** Debugs a config: F5 steps through a pass of its training, forward and back, and the panel shows the same step. */
export class Debugger implements vscode.Disposable {
  private readonly registrations: vscode.Disposable[];

  constructor(private readonly walks: Walks) {
    const { debug, languages } = vscode;
    const { Dynamic } = vscode.DebugConfigurationProviderTriggerKind;
    const configs = new DebuggerConfigs();
    this.registrations = [
      debug.registerDebugConfigurationProvider(debugType, configs),
      debug.registerDebugConfigurationProvider(debugType, configs, Dynamic),
      debug.registerDebugAdapterDescriptorFactory(debugType, {
        createDebugAdapterDescriptor: () => this.createAdapter(),
      }),
      languages.registerEvaluatableExpressionProvider(languageId, {
        provideEvaluatableExpression: (document, position) => expressionAt(document, position),
      }),
      languages.registerInlineValuesProvider(languageId, {
        provideInlineValues: (document, viewPort) => valuesIn(document, viewPort),
      }),
      registerCommand('debug', start),
    ];
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
  }

  private async createAdapter(): Promise<vscode.DebugAdapterDescriptor> {
    const { BackpropSession } = await import('../../debug/session.js');
    return new vscode.DebugAdapterInlineImplementation(
      new Adapter(new BackpropSession((args) => this.launch(args))),
    );
  }

  private async launch({ program, sample = null }: LaunchArguments): Promise<Launched> {
    const uri = uriOf(program);
    const open = await this.walks.of(uri, { sample, replace: true });
    const { walk, file, text } = open;
    const release = this.walks.hold(open);
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const source = uri.scheme === 'file' ? uri.fsPath : program;
    return { walk, path: source, name, text, spans: file.parsed.spans, release };
  }
}

/** Adapts a session in the extension's own thread to the editor's interface. */
class Adapter extends vscode.Disposable implements vscode.DebugAdapter {
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.sent.event;

  constructor(private readonly session: BackpropSession) {
    super(() => session.dispose());
    session.onDidSendMessage((message) => this.sent.fire(message));
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.session.handleMessage(message as DebugProtocol.ProtocolMessage);
  }
}

/** Returns the URI of a program, which is a path or the URI of a text that is not on disk. */
function uriOf(program: string): vscode.Uri {
  return isUri(program) ? vscode.Uri.parse(program) : vscode.Uri.file(path.normalize(program));
}

async function start(argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : activeConfig();
  const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
  await vscode.debug.startDebugging(folder, DebuggerConfigs.of(uri));
}
