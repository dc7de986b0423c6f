import path from 'node:path';
import * as vscode from 'vscode';
import { countMistakes } from '../../jobs/grading/countMistakes.js';
import { answerFiles } from '../../node/answerFiles.js';
import type { GradedAnswer, GradesView, ToGrades } from '../../protocol.js';
import { messageOf } from '../editor/prompts.js';
import type { WorkerPool } from '../runs/workerPool.js';
import { gradeInWorkers } from './gradeInWorkers.js';
import { readGradedSpec } from './readGradedSpec.js';

type Graded = Extract<ToGrades, { type: 'graded' }>;

/** The grading of the answers in a folder, which can be repeated. */
export class Grading implements vscode.Disposable {
  private view: GradesView;
  private canceling = new AbortController();

  constructor(
    private readonly workers: WorkerPool,
    readonly config: vscode.Uri,
    readonly folder: vscode.Uri,
    /** Receives what changes. */
    private readonly changed: (message: Graded) => void,
  ) {
    this.view = {
      config: config.toString(),
      folder: folder.toString(),
      configName: vscode.workspace.asRelativePath(config),
      folderName: path.basename(folder.fsPath),
      answers: [],
      mistakes: [],
      total: 0,
      skipped: 0,
      state: 'grading',
      reason: null,
    };
  }

  get current(): GradesView {
    return this.view;
  }

  /** Grades all answers again. `restarted` is called as soon as their number is known. */
  async run(restarted: () => void): Promise<void> {
    this.cancel();
    const { signal } = (this.canceling = new AbortController());
    const { fsPath: folder } = this.folder;
    const found = await answerFiles(['.'], folder);
    this.view = {
      ...this.view,
      answers: [],
      mistakes: [],
      total: found.files.length,
      skipped: found.skipped,
      state: 'grading',
      reason: null,
    };
    restarted();
    try {
      if (found.files.length === 0)
        throw new Error(
          vscode.l10n.t('There are no answers in this folder. Answers are files such as .json, .npz, .npy and .txt.'),
        ); // prettier-ignore
      const spec = await readGradedSpec(this.config);
      const directory = path.dirname(this.config.fsPath);
      const request = { type: 'grade', spec, directory, folder, names: found.files } as const;
      await gradeInWorkers(this.workers, request, signal, (answers) => {
        if (!signal.aborted) this.update(answers, 'grading', null);
      });
      if (!signal.aborted) this.update([], 'done', null);
    } catch (error) {
      if (!signal.aborted) this.update([], 'failed', messageOf(error));
    }
  }

  /** Ends the grading and keeps what has been graded. */
  cancel(): void {
    if (this.view.state !== 'grading' || this.canceling.signal.aborted) return;
    this.canceling.abort();
    this.update([], 'canceled', null);
  }

  dispose(): void {
    this.canceling.abort();
  }

  private update(added: readonly GradedAnswer[], state: GradesView['state'], reason: string | null): void {
    const answers = [...this.view.answers, ...added];
    const mistakes = countMistakes(answers);
    this.view = { ...this.view, answers, mistakes, state, reason };
    this.changed({ type: 'graded', answers: added, mistakes, state, reason });
  }
}
