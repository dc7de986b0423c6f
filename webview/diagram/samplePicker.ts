import * as l10n from '@vscode/l10n';
import { html, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import type { Store } from '../store.js';
import { button, textField } from '../toolkit.js';
import { post, remember, remembered } from '../vscode.js';

/**
 * The time to wait for an answer. A run that has ended does not answer, and the picker then shows the current sample
 * again.
 */
const patienceMs = 2000;

/**
 * Creates the picker of the training sample whose values the diagram shows. Samples count from 1 here, from 0 in
 * messages.
 */
export function createSamplePicker(store: Store): { readonly element: HTMLElement; update(): void } {
  let asked: number | null = null;
  let initializedRun: string | null = null;
  let timer = 0;
  const count = (): number => store.view?.facts?.trainingSamples ?? 0;
  const current = (): number => asked ?? store.snapshot?.sample ?? 0;
  const go = (index: number): void => {
    asked = Math.max(0, Math.min(count() - 1, index));
    remember({ sample: asked });
    post({ type: 'sample', index: asked });
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      asked = null;
      write();
    }, patienceMs);
    write();
  };
  const previous = button('icon', () => go(current() - 1));
  const next = button('icon', () => go(current() + 1));
  const commit = (): void => {
    const typed = Number(field.value);
    if (Number.isInteger(typed) && typed >= 1) go(typed - 1);
    else field.value = String(current() + 1);
  };
  const field = textField({ label: l10n.t('Sample'), labelHidden: true, change: commit });
  const total = html('span', { class: 'muted number' });
  const label = html('span', { class: 'muted' }, l10n.t('Sample'));
  const element = html(
    'div',
    { class: 'sample-picker' },
    label,
    previous.element,
    field.element,
    next.element,
    total,
  );
  const write = (): void => {
    const at = current();
    if (!field.element.matches(':focus-within')) field.value = String(at + 1);
    const heldOut = at - count() + 1;
    setText(
      total,
      heldOut > 0
        ? l10n.t('validation sample {0}', formatCount(heldOut))
        : l10n.t('of {0}', formatCount(count())),
    );
    const first = at > 0 ? null : l10n.t('This is the first sample.');
    const last = at < count() - 1 ? null : l10n.t('This is the last sample.');
    const [back, forth] = [l10n.t('Previous sample'), l10n.t('Next sample')];
    previous.look({ label: back, icon: 'chevron-left', title: back, disabled: first });
    next.look({ label: forth, icon: 'chevron-right', title: forth, disabled: last });
  };
  const update = (): void => {
    const { snapshot, view } = store;
    show(element, count() > 1 && snapshot !== null);
    if (snapshot?.sample === asked) asked = null;
    const run = view?.status?.run ?? null;
    // Each run starts with its first sample, so it is sent the sample that was selected last, once.
    if (snapshot && run !== initializedRun) {
      initializedRun = run;
      const wanted = remembered().sample ?? 0;
      if (snapshot.sample !== wanted) go(wanted);
    }
    write();
  };
  return { element, update };
}
