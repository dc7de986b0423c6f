import * as vscode from 'vscode';
import { plainText } from '../../config/plainText.js';
import type { Finding } from '../../config/problem.js';
import type { NetworkConfig } from '../../config/spec.js';
import type { JsonPath } from '../../config/span.js';
import type { Unit } from '../../engine/check/checkOptions.js';
import type { CustomFunction } from '../../engine/maths/expression.js';
import type { EntryCheck } from '../../protocol.js';
import { findingsAt } from './checkDiagnostics.js';
import type { ConfigFile, ConfigFiles } from '../configs/configFiles.js';
import { rangeOf } from '../configs/diagnostics.js';
import type { Training } from '../runs/training.js';

/** Similar functions that are differentiable everywhere, by the name of the function that they replace. */
const smooth: Readonly<Record<string, string>> = {
  relu: 'gelu',
  leakyRelu: 'silu',
  selu: 'elu',
  step: 'sigmoid',
  meanAbsoluteError: 'huber',
};

/** The command that repeats a check without revealing a view. */
export const recheckCommand = 'recheckGradients';

/** Provides quick fixes for the findings of a gradient check. */
export class CheckFixes implements vscode.CodeActionProvider {
  static readonly kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

  constructor(
    private readonly files: ConfigFiles,
    private readonly trainingOf: (uri: vscode.Uri) => Training | undefined,
  ) {}

  async provideCodeActions(
    { uri, version }: vscode.TextDocument,
    selection: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const file = this.files.get(uri);
    const training = this.trainingOf(uri);
    const spec = file?.parsed.spec;
    if (!training || file?.version !== version || spec?.kind !== 'network') return [];
    const actions = findingsAt(file, training, selection).map(async (finding) => {
      const found = await fixesOf(finding, file, spec, training);
      const diagnostics = context.diagnostics.filter(({ code }) => code === finding.code);
      for (const action of found) action.diagnostics = diagnostics;
      return found;
    });
    return (await Promise.all(actions)).flat();
  }
}

async function fixesOf(
  { code, path }: Finding,
  file: ConfigFile,
  spec: NetworkConfig,
  training: Training,
): Promise<vscode.CodeAction[]> {
  switch (code) {
    case 'df-wrong':
      return derivativeFixes(path, file, spec, training);
    case 'gradient-kink':
      return [...kinkFixes(path, file, spec, training), ...(await excludeFix(path, file, training))];
    case 'not-differentiable':
      return smoothFix(path, 'step', file);
    default:
      return [];
  }
}

/** Returns fixes of `df`: replace it by the symbolic derivative, or remove it and use automatic differentiation. */
async function derivativeFixes(
  path: JsonPath,
  file: ConfigFile,
  spec: NetworkConfig,
  training: Training,
): Promise<vscode.CodeAction[]> {
  const [{ removal }, { rightDerivative }] = await Promise.all([
    import('../../config/edits/removal.js'),
    import('./rightDerivative.js'),
  ]);
  const name = path[0] === 'functions' ? String(path[1]) : null;
  const custom = customFunction(spec, name);
  const { result } = training.check.view;
  const judged = result?.functions.find((each) => each.name === name);
  if (!custom || !judged) return [];
  const better = await rightDerivative(custom, name === null ? 'y' : 'x', judged);
  const { document, parsed } = file;
  const replace = better === null ? [] : [action(file, vscode.l10n.t('Replace df with the derivative of f: {0}', better), [
    [rangeOf(document, { span: parsed.spans.at(path) }), JSON.stringify(better)],
  ])]; // prettier-ignore
  const edits = removal(document.getText(), path);
  const remove = action(
    file,
    vscode.l10n.t('Remove df, because f is differentiated automatically'),
    edits.map(({ span, text }) => [rangeOf(document, { span }), text]),
  );
  const [first] = [...replace, remove];
  first.isPreferred = true;
  return [...replace, remove];
}

function customFunction({ functions, loss }: NetworkConfig, name: string | null): CustomFunction | null {
  if (name !== null) return functions[name] ?? null;
  return typeof loss === 'string' ? null : loss;
}

/** Returns fixes for the layers, or the loss, at whose kinks parameters of this layer could not be checked. */
function kinkFixes(
  [, index]: JsonPath,
  file: ConfigFile,
  { layers, loss }: NetworkConfig,
  training: Training,
): vscode.CodeAction[] {
  const kinked = kinkedEntries(index, training).flatMap(({ kink }) => (kink?.at ? [kink.at.layer] : []));
  return [...new Set(kinked)].flatMap((layer) => {
    if (layer !== null)
      return smoothFix(['layers', layer - 1, 'activation'], layers[layer - 1].activation, file);
    return typeof loss === 'string' ? smoothFix(['loss'], loss, file) : [];
  });
}

/** Returns a fix that excludes the units on a kink from the check, since they make its result undecidable. */
async function excludeFix(
  [, index]: JsonPath,
  file: ConfigFile,
  training: Training,
): Promise<vscode.CodeAction[]> {
  const { excludeEdits } = await import('../../config/edits/excludeEdits.js');
  const units = new Map<string, Unit & { readonly name: string }>();
  for (const { kink, kinkUnit } of kinkedEntries(index, training)) {
    if (kinkUnit === null || !kink?.at || kink.at.layer === null) continue;
    const { layer, unit } = kink.at;
    units.set(`${layer} ${unit}`, { layer, unit, name: kinkUnit });
  }
  const { document } = file;
  const found = [...units.values()];
  const edits = excludeEdits(document.getText(), found);
  if (edits.length === 0) return [];
  const names = found.map(({ name }) => name).join(', ');
  return [
    action(
      file,
      vscode.l10n.t('Exclude {0} from the check when it is at a kink', names),
      edits.map(({ span, text }) => [rangeOf(document, { span }), text]),
    ),
  ];
}

function kinkedEntries(index: JsonPath[number], training: Training): EntryCheck[] {
  const tensors = training.check.view.result?.tensors.filter(({ layer }) => layer - 1 === index) ?? [];
  return tensors.flatMap(({ entries }) => entries.filter(({ verdict }) => verdict === 'kink'));
}

function smoothFix(path: JsonPath, present: string, file: ConfigFile): vscode.CodeAction[] {
  if (!(present in smooth)) return [];
  const better = smooth[present];
  const range = rangeOf(file.document, { span: file.parsed.spans.at(path) });
  const title =
    path[0] === 'layers'
      ? vscode.l10n.t(
          'Use {0} instead of {1} in layer {2}, because it is smooth',
          better,
          present,
          Number(path[1]) + 1,
        )
      : vscode.l10n.t('Use {0} instead of {1}, because it is smooth', better, present);
  return [action(file, title, [[range, JSON.stringify(better)]])];
}

function action(
  { document: { uri } }: ConfigFile,
  title: string,
  edits: readonly (readonly [vscode.Range, string])[],
): vscode.CodeAction {
  const fix = new vscode.CodeAction(plainText(title), vscode.CodeActionKind.QuickFix);
  fix.edit = new vscode.WorkspaceEdit();
  for (const [range, text] of edits) fix.edit.replace(uri, range, text);
  fix.command = {
    command: `backprop.${recheckCommand}`,
    title: vscode.l10n.t('Check gradients'),
    arguments: [uri],
  };
  return fix;
}
