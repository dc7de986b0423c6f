import path from 'node:path';
import * as vscode from 'vscode';
import type { NetworkConfig } from '../../config/spec.js';

/**
 * Returns the network of a config, as it is in the editor where it is open there.
 * @throws Error with the reason why there are no gradients to compare with
 */
export async function readGradedSpec(config: vscode.Uri): Promise<NetworkConfig> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === config.toString());
  const text = open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(config));
  const name = path.basename(config.fsPath);
  const { parseConfig } = await import('../../config/parse.js');
  const { spec, problems } = await parseConfig(text, name);
  const problem = problems.find(({ severity }) => severity === 'error');
  if (!spec)
    throw new Error(
      vscode.l10n.t('"{0}" has problems, so no answer can be graded: {1}', name, problem?.message ?? ''),
    );
  if (spec.kind === 'function')
    throw new Error(
      vscode.l10n.t('"{0}" describes a plain function. Only the gradients of a network can be graded.', name),
    );
  return spec;
}
