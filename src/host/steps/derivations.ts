import * as vscode from 'vscode';
import type { Walk } from '../../debug/walk.js';
import type { Document } from '../../derivation/document.js';
import { plainName } from '../../config/plainText.js';
import type { Trace } from '../../engine/trace/trace.js';
import { activeConfig } from './debuggerConfigs.js';
import { baseName } from '../configs/configFiles.js';
import {
  askFor,
  chooseOf,
  messageOf,
  registerCommand,
  showError,
  showInformation,
  showWarning,
} from '../editor/prompts.js';
import type { Trainings } from '../runs/trainings.js';
import type { Walks } from './walks.js';

type Format = 'markdown' | 'html' | 'latex';

/** The most weights that a list offers. If there are more, the user types the name. */
const mostListed = 500;

/** Exports the derivation of the current pass, or of one parameter's update, as a document. */
export class Derivations implements vscode.Disposable {
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly walks: Walks,
    private readonly trainings: Trainings,
  ) {
    const run = (uri: unknown, format?: unknown, weight?: unknown) => this.export(uri, format, weight);
    this.registration = registerCommand('exportDerivation', run);
  }

  dispose(): void {
    this.registration.dispose();
  }

  /** Asks for `format` and `weight` if they are not given. An empty weight means the whole pass. */
  private async export(argument: unknown, format: unknown, weight: unknown): Promise<void> {
    const uri = argument instanceof vscode.Uri ? argument : (activeConfig() ?? this.activeTraining());
    if (!uri) {
      void showInformation(vscode.l10n.t('Open a file that ends in .backprop.json first.'));
      return;
    }
    let release: (() => void) | undefined;
    try {
      const open = await this.walks.of(uri);
      release = this.walks.keep(open);
      const { walk } = open;
      const name = typeof weight === 'string' ? weight : await chooseWeight(walk.trace);
      const as = isFormat(format) ? format : name === undefined ? undefined : await chooseFormat();
      if (name === undefined || as === undefined) return;
      const document = await documentOf(walk, name);
      if (document) await show(document, as, uri);
    } catch (error) {
      void showError(messageOf(error));
    } finally {
      release?.();
    }
  }

  private activeTraining(): vscode.Uri | undefined {
    const { active } = this.trainings;
    return active ? vscode.Uri.parse(active.store.uri) : undefined;
  }
}

const isFormat = (value: unknown): value is Format =>
  value === 'markdown' || value === 'html' || value === 'latex';

/** Returns the chosen parameter's name; empty for the whole pass, undefined if nothing was chosen. */
async function chooseWeight(trace: Trace): Promise<string | undefined> {
  const { network } = trace.source;
  const total = network.layers.reduce((sum, { weights }) => sum + weights.length, 0);
  const whole = { label: vscode.l10n.t('Whole pass'), name: '' };
  const one = { label: vscode.l10n.t('One weight or bias…'), name: null };
  const { parametersOf } = await import('../../jobs/derivePass.js');
  const names = total > mostListed ? [] : [...parametersOf(trace).keys()];
  const items: (vscode.QuickPickItem & { name: string | null })[] = names.map((label) => ({
    label,
    name: label,
  }));
  const chosen = await chooseOf([whole, ...(names.length > 0 ? items : [one])], {
    title: vscode.l10n.t('Export derivation: choose what to export'),
  });
  if (chosen?.name !== null) return chosen?.name;
  return askFor({
    title: vscode.l10n.t('Export derivation: choose a weight or bias'),
    placeHolder: trace.source.names.weight(1, 0, 0),
  });
}

async function chooseFormat(): Promise<Format | undefined> {
  const items: (vscode.QuickPickItem & { format: Format })[] = [
    { label: 'Markdown', description: vscode.l10n.t('with LaTeX formulas'), format: 'markdown' },
    { label: 'HTML', description: vscode.l10n.t('self-contained web page'), format: 'html' },
    { label: 'LaTeX', description: vscode.l10n.t('source of a LaTeX document'), format: 'latex' },
  ];
  const chosen = await chooseOf(items, {
    title: vscode.l10n.t('Export derivation: choose a format'),
  });
  return chosen?.format;
}

async function documentOf(walk: Walk, weight: string): Promise<Document | null> {
  const { trace, config } = walk;
  const { derive } = await import('../../jobs/derivePass.js');
  const { mostSteps } = await import('../../derivation/derive.js');
  const language = vscode.env.language.startsWith('zh') ? 'zh-CN' : 'en';
  const { passNotes } = await import('../../debug/passNotes.js');
  const options = { name: plainName(config.name), language, digits: 9, notes: passNotes(walk) };
  const derivation = derive(trace, weight === '' ? null : weight, options);
  if (typeof derivation !== 'string') return derivation;
  if (weight === '') {
    const { length } = trace;
    return refuse(
      vscode.l10n.t(
        'This pass has {0} steps, but at most {1} can be exported. Choose one weight.',
        length,
        mostSteps,
      ),
    );
  }
  return refuse(
    derivation === 'unknown'
      ? vscode.l10n.t('No weight or bias is called "{0}".', weight)
      : vscode.l10n.t(
          '{0} is not trained, or depends on too many steps to export. Choose another weight or bias.',
          weight,
        ),
  );
}

function refuse(message: string): null {
  void showWarning(message);
  return null;
}

async function show(document: Document, format: Format, config: vscode.Uri): Promise<void> {
  if (format === 'html') {
    await saveHtml(document, config);
    return;
  }
  const { toMarkdown } = await import('../../derivation/markdown.js');
  const { toLatex } = await import('../../derivation/latex.js');
  const content = format === 'markdown' ? toMarkdown(document) : toLatex(document);
  const languages = await vscode.languages.getLanguages();
  const language = languages.includes(format) ? format : 'plaintext';
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

async function saveHtml(document: Document, config: vscode.Uri): Promise<void> {
  const beside = vscode.Uri.joinPath(config.with({ scheme: 'file' }), '..', `${baseName(config)}.html`);
  const uri = await vscode.window.showSaveDialog({ defaultUri: beside, filters: { HTML: ['html'] } });
  if (!uri) return;
  const { toHtml } = await import('../../derivation/html.js');
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(toHtml(document)));
  const open = vscode.l10n.t('Open in browser');
  const saved = vscode.l10n.t(
    'The derivation was saved as {0}.',
    uri.path.slice(uri.path.lastIndexOf('/') + 1),
  );
  const answer = await showInformation(saved, open);
  if (answer === open) await vscode.env.openExternal(uri);
}
