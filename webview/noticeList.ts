import * as l10n from '@vscode/l10n';
import { html, icon } from './dom.js';
import { noticesOf, type Notice } from './notices.js';
import type { Shown } from './store.js';
import { textButton } from './toolkit.js';
import { command } from './vscode.js';

const icons = { error: 'error', warning: 'warning', info: 'info' } as const;

/**
 * Creates the line of notices above a run's charts: the most important one, and the others on request. New notices are
 * announced to screen readers.
 */
export function createNotices(): { readonly element: HTMLElement; update(view: Shown): void } {
  const element = html('div', { class: 'notices', role: 'status' });
  let notices: readonly Notice[] = [];
  let isOpen = false;
  let shown = '';
  const draw = (): void => {
    const [first, ...others] = notices;
    const more = others.length > 0 ? moreButton(others.length, isOpen, toggle) : null;
    element.replaceChildren(
      ...(notices.length > 0 ? [noticeElement(first, more)] : []),
      ...(isOpen ? others.map((notice) => noticeElement(notice, null)) : []),
    );
  };
  const toggle = (): void => {
    isOpen = !isOpen;
    draw();
    element.querySelector<HTMLElement>('.more-notices')?.focus();
  };
  const update = (view: Shown): void => {
    notices = noticesOf(view);
    const key = JSON.stringify(notices);
    if (key === shown) return;
    shown = key;
    isOpen &&= notices.length > 1;
    draw();
  };
  return { element, update };
}

function moreButton(count: number, isOpen: boolean, pressed: () => void): HTMLElement {
  const label = isOpen ? l10n.t('Show less') : l10n.t('{0} more', count);
  const button = html('button', { type: 'button', class: 'link more-notices', 'aria-expanded': String(isOpen) }, label);
  button.addEventListener('click', pressed);
  return button;
} // prettier-ignore

function noticeElement({ kind, title, text, action }: Notice, more: HTMLElement | null): HTMLElement {
  const words = html('p', {}, html('strong', {}, title), ' ', text);
  const press = action && textButton(action.label, () => command(action.command));
  return html('div', { class: `notice notice-${kind}` }, icon(icons[kind]), words, more, press ?? null);
}
