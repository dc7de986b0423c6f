import { html } from '../dom.js';

/** Creates a bar for the share of the target that a column explains, with the number beside it. */
export function relationCell(share: number | null): HTMLElement | string {
  if (share === null) return '–';
  const bar = html('span', {});
  bar.style.width = `${(100 * share).toFixed(1)}%`;
  return html(
    'div',
    { class: 'data-relation' },
    html('span', { class: 'data-track', 'aria-hidden': 'true' }, bar),
    html('span', { class: 'number' }, share.toFixed(2)),
  );
}
