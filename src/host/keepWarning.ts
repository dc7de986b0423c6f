import * as l10n from '@vscode/l10n';

/** Tells the person once that runs cannot be saved, and again only if it happens after they could be. */
export class KeepWarning {
  private isGiven = false;

  constructor(
    private readonly report: (error: unknown) => void,
    private readonly warn: (message: string) => void,
  ) {}

  /** @param error null where a run was saved */
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
        'Runs cannot be saved: {0}. They go on, but what they learn is lost when the window closes.',
        error.message,
      ),
    );
  }
}
