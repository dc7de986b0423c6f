import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../../src/protocol.js';
import { stateIcons, stateWord } from '../actions.js';
import { formatCount } from '../format.js';
import { settingLabel, type SettingName } from '../sidebar/settings.js';

/** Returns the number and the name of a run, such as "Run 3" or "Run 3 · wide". */
export function runTitle({ number, name }: Pick<RunRecord, 'number' | 'name'>): string {
  const numbered = l10n.t('Run {0}', number);
  return name === null ? numbered : `${numbered} · ${name}`;
}

/** Returns how a run ended, or what it does, as an icon and a word. */
export function outcomeOf({ state, outcome }: RunRecord): { readonly icon: string; readonly word: string } {
  if (state === 'done' && outcome === 'stoppedEarly')
    return { icon: 'stop-circle', word: l10n.t('Stopped early') };
  if (state === 'done' && outcome === 'converged')
    return { icon: stateIcons.done, word: l10n.t('Converged') };
  return { icon: stateIcons[state], word: stateWord(state) };
}

/** Returns where a run's parameters come from if not from its config alone. */
export function originOf({ branchOf, edited }: RunRecord, runs: readonly RunRecord[]): string[] {
  const parent = branchOf && runs.find(({ run }) => run === branchOf.run);
  const epoch = formatCount(branchOf?.epoch ?? 0);
  const branch = parent
    ? l10n.t('Branch of run {0} at epoch {1}', parent.number, epoch)
    : l10n.t('Branch of an earlier run at epoch {0}', epoch);
  return [...(branchOf ? [branch] : []), ...(edited ? [l10n.t('Parameters changed by hand')] : [])];
}

const settingNames: Readonly<Record<string, SettingName>> = {
  'training.optimizer.learningRate': 'learningRate',
  'training.epochs': 'epochs',
  'training.batchSize': 'batchSize',
  'training.seed': 'seed',
};

/** Returns the heading of a setting's column. */
export function columnLabel(path: string): string {
  if (path === 'training.optimizer.type') return l10n.t('Optimizer');
  return path in settingNames ? settingLabel(settingNames[path]) : path.replace(/^training\./, '');
}

/** Returns a value as a reader sees it. */
export function valueWord(path: string, value: string | null): string {
  if (value === null) return '–';
  if (value !== 'null') return value;
  return path === 'training.batchSize' ? l10n.t('all') : l10n.t('off');
}
