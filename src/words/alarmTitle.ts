import * as l10n from '@vscode/l10n';
import type { AlarmCode } from '../engine/health/alarm.js';

/** Returns what an alarm is called in the panel. */
export function alarmTitle(code: AlarmCode): string {
  switch (code) {
    case 'diverging':
      return l10n.t('Diverging loss');
    case 'learning-rate-low':
      return l10n.t('Low learning rate');
    case 'plateau':
      return l10n.t('Plateau');
    case 'unscaled-inputs':
      return l10n.t('Unscaled inputs');
    case 'unscaled-targets':
      return l10n.t('Unscaled targets');
    case 'dead-units':
      return l10n.t('Dead units');
    case 'saturated-units':
      return l10n.t('Saturated units');
    case 'vanishing-gradient':
      return l10n.t('Vanishing gradient');
    case 'exploding-gradient':
      return l10n.t('Exploding gradient');
    case 'initial-loss-high':
      return l10n.t('High initial loss');
    case 'constant-output':
      return l10n.t('Constant output');
    case 'overfitting':
      return l10n.t('Overfitting');
    case 'imbalanced-classes':
      return l10n.t('Imbalanced classes');
    case 'leaking-feature':
      return l10n.t('Leaking feature');
    case 'duplicate-rows':
      return l10n.t('Duplicate rows');
    case 'not-a-number':
      return l10n.t('Not a number');
  }
}
