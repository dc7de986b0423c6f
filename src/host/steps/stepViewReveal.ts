import * as vscode from 'vscode';
import type { JsonPath } from '../../config/span.js';
import type { StepHead } from '../../engine/trace/trace.js';
import type { OpenWalk } from './walks.js';

/** Highlights the part of the config that a step uses, without moving the editor's focus or cursor. */
export class StepMark implements vscode.Disposable {
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    isWholeLine: true,
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });

  show({ uri, walk, file }: OpenWalk): void {
    for (const editor of editorsOf(uri)) {
      if (walk.stale) {
        editor.setDecorations(this.decoration, []);
        continue;
      }
      const { offset } = file.parsed.spans.at(pathOf(walk.trace.head(walk.index)));
      const start = editor.document.positionAt(offset);
      const range = new vscode.Range(start, start);
      editor.setDecorations(this.decoration, [range]);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  clear(uri: vscode.Uri): void {
    for (const editor of editorsOf(uri)) editor.setDecorations(this.decoration, []);
  }

  dispose(): void {
    this.decoration.dispose();
  }
}

function editorsOf(uri: vscode.Uri): vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
}

/** Returns the path of the value that the step uses; if it is a default, its nearest ancestor in the text is shown. */
function pathOf({ phase, quantity, layer, unit, part }: StepHead): JsonPath {
  const own = ['layers', layer - 1] as const;
  if (quantity === 'penalty' || quantity === 'objective' || quantity === 'dR_dw')
    return ['training', 'regularization'];
  if (phase === 'loss') return ['loss'];
  if (phase === 'update' || quantity === 'norm' || quantity === 'clip') return ['training', 'optimizer'];
  if (quantity === 'out' || quantity === 'dout_dnet') return [...own, 'activation'];
  if (quantity === 'dropped' || quantity === 'dE_ddropped') return [...own, 'dropout'];
  if (quantity === 'sample_dE_db' || quantity === 'dE_db') return [...own, 'bias'];
  const row = unit === null ? [] : [unit];
  const column = part === null || quantity === 'path' ? [] : [part];
  return quantity === 'net' || quantity === 'dE_dw' || quantity === 'sample_dE_dw'
    ? [...own, 'weights', 'value', ...row, ...column]
    : own;
}
