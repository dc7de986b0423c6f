import path from 'node:path';
import * as vscode from 'vscode';
import { languageId } from '../configs/configFiles.js';
import { showInformation } from '../editor/prompts.js';

export const debugType = 'backprop';

/** Returns the config in the active editor; identified by its file name if the document has not been loaded yet. */
export function activeConfig(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document) return document.languageId === languageId ? document.uri : undefined;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isConfig = input instanceof vscode.TabInputText && input.uri.path.endsWith('.backprop.json');
  return isConfig ? input.uri : undefined;
}

/** Returns whether a program is a URI, whose text need not be on disk, rather than a path. */
export const isUri = (program: string): boolean => /^[a-z][\w+.-]+:/i.test(program);

/** Provides what F5 starts: the active config if there is no launch.json, else the launch.json's program. */
export class DebuggerConfigs implements vscode.DebugConfigurationProvider {
  static of(uri: vscode.Uri | undefined): vscode.DebugConfiguration {
    const program = uri && (uri.scheme === 'file' ? uri.fsPath : uri.toString());
    const name = vscode.l10n.t('Step through a pass');
    return { type: debugType, request: 'launch', name, ...(program ? { program } : {}) };
  }

  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [{ ...DebuggerConfigs.of(undefined), program: '${file}' }];
  }

  /** Resolves a program that is relative to the workspace folder. */
  resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    config: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    const program: unknown = config.program;
    if (typeof program !== 'string' || !folder || isUri(program)) return config;
    return { ...config, program: path.resolve(folder.uri.fsPath, program) };
  }

  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    config: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration | undefined {
    if (typeof config.program === 'string') return config;
    const uri = activeConfig();
    if (uri)
      return { ...config, ...DebuggerConfigs.of(uri), name: config.name || DebuggerConfigs.of(uri).name };
    void showInformation(vscode.l10n.t('Open a file that ends in .backprop.json first.'));
    return undefined;
  }
}
