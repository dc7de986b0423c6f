import * as l10n from '@vscode/l10n';

/** Warns once that runs cannot be saved, and again only if a save has succeeded in between. */
export class KeepWarning {
  private isGiven = false;

  constructor(
    private readonly report: (error: unknown) => void,
    private readonly warn: (message: string) => void,
  ) {}

  /** @param error null if the run was saved */
  saved(error: Error | null): void {
    if (!error) {
      this.isGiven = false;
      return;
    }
    this.report(error);
    if (this.isGiven) return;
    this.isGiven = true;
    this.warn(
      l10n.t(
        'Runs cannot be saved: {0}. They continue, but their results are lost when the window is closed.',
        error.message,
      ),
    );
  }
}
