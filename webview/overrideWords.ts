import * as l10n from '@vscode/l10n';
import type { RunSettings } from '../src/protocol.js';
import { settingLabel, settingNames, settingText } from './sidebar/settings.js';
import type { Shown } from './store.js';

/**
 * Returns a text such as "Learning rate 0.5 (file: 0.1) for this run and the next"; empty where the file's values are
 * used.
 */
export function overrideWords({
  settings,
  fileSettings,
  runSettings,
  status,
}: Pick<Shown, 'settings' | 'fileSettings' | 'runSettings' | 'status'>): string {
  const isRun = status !== null && (status.epoch > 0 || status.state === 'training');
  const now = isRun ? differences(runSettings, fileSettings) : '';
  const next = differences(settings, fileSettings);
  if (now === next) return now && l10n.t('{0} for this run and the next', now);
  const parts = [now && l10n.t('{0} for this run', now), next && l10n.t('{0} for the next run', next)];
  return parts.filter(Boolean).join(' · ');
}

/** Returns the settings that differ from the file's, with both values. */
export function differences(settings: RunSettings | null, file: RunSettings | null): string {
  if (!settings || !file) return '';
  return settingNames
    .filter((name) => settings[name] !== file[name])
    .map((name) =>
      l10n.t('{0} {1} (file: {2})', settingLabel(name), settingText(settings[name]), settingText(file[name])),
    )
    .join(', ');
}
