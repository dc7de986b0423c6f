import * as l10n from '@vscode/l10n';
import type { RunSettings } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import type { Shown } from '../store.js';
import { button, textField, type FieldHandle } from '../toolkit.js';
import { command, post } from '../vscode.js';
import {
  readSettings,
  sameSettings,
  settingLabel,
  settingNames,
  settingText,
  textsOf,
  type SettingName,
  type Texts,
} from './settings.js';

/** Creates the form with the settings of the next runs. They are written into the file only on request. */
export function createSettingsForm(): { readonly element: HTMLElement; update(view: Shown): void } {
  let current: RunSettings | null = null;
  let file: RunSettings | null = null;
  const fields = new Map(settingNames.map((name) => [name, createField(name, () => edited())]));
  const apply = button('secondary', () => command('applySettings'));
  const revert = button('secondary', () => {
    if (file) adopt(file);
  });
  const note = html('p', { class: 'note' });
  const element = html(
    'section',
    { class: 'next-run', 'aria-label': l10n.t('Next run') },
    html('h2', {}, l10n.t('Next run')),
    html('div', { class: 'fields' }, ...[...fields.values()].map((field) => field.element)),
    note,
    html('div', { class: 'controls' }, apply.element, revert.element),
  );

  const texts = (): Texts =>
    Object.fromEntries(settingNames.map((name) => [name, fields.get(name)!.value])) as Record<
      SettingName,
      string
    >;
  const write = (settings: RunSettings): void => {
    const wanted = textsOf(settings);
    for (const [name, field] of fields) field.value = wanted[name];
  };
  const adopt = (settings: RunSettings): void => {
    write(settings);
    edited();
  };
  const edited = (): void => {
    const { settings, complaints } = readSettings(texts());
    for (const [name, field] of fields) field.complain(complaints[name] ?? null);
    if (settings && (!current || !sameSettings(settings, current))) {
      current = settings;
      post({ type: 'settings', settings });
    }
    look();
  };
  const look = (): void => {
    const { settings } = readSettings(texts());
    const different = settings !== null && file !== null && !sameSettings(settings, file);
    const same = l10n.t('These values are the same as in the file.');
    const wrong = l10n.t('One of the values above is not valid.');
    apply.look({
      label: l10n.t('Apply to file'),
      icon: 'save',
      title: l10n.t('Write these values into the file'),
      disabled: different ? null : settings ? same : wrong,
    });
    revert.look({
      label: l10n.t('Use file values'),
      icon: 'discard',
      title: l10n.t('Use the values of the file again'),
      disabled: different || !settings ? null : same,
    });
    setText(note, different ? l10n.t('Every run uses these values until you choose “Use file values”.') : '');
  };

  const update = (view: Shown): void => {
    show(element, view.settings !== null);
    if (!view.settings || !view.fileSettings) return;
    file = view.fileSettings;
    for (const name of ['batchSize', 'seed'] as const)
      show(fields.get(name)!.element, view.kind !== 'function');
    const news = !current || !sameSettings(view.settings, current);
    if (news && !element.matches(':focus-within')) {
      current = view.settings;
      write(view.settings);
      for (const field of fields.values()) field.complain(null);
    }
    look();
  };
  return { element, update };
}

function createField(name: SettingName, edited: () => void): FieldHandle {
  const field = textField({
    label: settingLabel(name),
    placeholder: name === 'batchSize' ? settingText(null) : '',
    input: edited,
  });
  field.element.dataset.setting = name;
  return field;
}
