import * as vscode from 'vscode';
import type { Training } from '../runs/training.js';

/** Sets the context keys for `when` clauses, and only those that have changed. */
export class ContextKeys {
  private readonly known = new Map<string, string>();

  update(active: Training | null, all: readonly Training[]): void {
    const store = active?.store;
    this.set('hasConfig', active !== null);
    this.set('state', store?.run?.status.state ?? 'none');
    this.set('checking', active?.check.isRunning ?? false);
    this.set('settingsChanged', Object.keys(store?.overrides ?? {}).length > 0);
    this.set('running', urisOf(all.filter(({ store: { run } }) => run?.isRunning)));
    this.set('paused', urisOf(all.filter(({ store: { run } }) => run?.status.state === 'paused')));
  }

  private set(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    if (this.known.get(name) === text) return;
    this.known.set(name, text);
    void vscode.commands.executeCommand('setContext', `backprop.${name}`, value);
  }
}

const urisOf = (trainings: readonly Training[]): string[] => trainings.map(({ store }) => store.uri);
