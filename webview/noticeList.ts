import { html, icon } from './dom.js';
import { noticesOf, type Notice } from './notices.js';
import type { Shown } from './store.js';
import { textButton } from './toolkit.js';
import { command } from './vscode.js';

const icons = { error: 'error', warning: 'warning', info: 'info' } as const;

/** Creates the list of notices above a run's charts. New notices are announced to screen readers. */
export function createNotices(): { readonly element: HTMLElement; update(view: Shown): void } {
  const element = html('div', { class: 'notices', role: 'status' });
  let shown = '';
  const update = (view: Shown): void => {
    const notices = noticesOf(view);
    const key = JSON.stringify(notices);
    if (key === shown) return;
    shown = key;
    element.replaceChildren(...notices.map(noticeElement));
  };
  return { element, update };
}

function noticeElement({ kind, title, text, action }: Notice): HTMLElement {
  const words = html('p', {}, html('strong', {}, title), ' ', text);
  const press = action && textButton(action.label, () => command(action.command));
  return html('div', { class: `notice notice-${kind}` }, icon(icons[kind]), words, press ?? null);
}
