import { html, show } from './dom.js';
import type { Description } from './diagram/describe.js';

/** A hover card beside an element of the diagram, styled like the editor's own hovers. */
export interface Card {
  readonly element: HTMLElement;
  /**
   * Shows the card beside `x`, `y`, in px of the element's positioned parent. It stays within `room`, the parent's
   * size. A picture is below its title.
   */
  show(
    description: Description,
    x: number,
    y: number,
    room: { readonly width: number; readonly height: number },
    picture?: HTMLElement | null,
  ): void;
  hide(): void;
}

export function createCard(): Card {
  const element = html('div', { class: 'card', 'aria-hidden': 'true', hidden: true });
  return {
    element,
    show: ({ title, rows, more }, x, y, room, picture = null) => {
      const lines = rows.map(([label, value]) =>
        html('div', {}, html('span', {}, label), html('span', { class: 'number' }, value)),
      );
      element.replaceChildren(
        html('strong', {}, title),
        ...(picture ? [picture] : []),
        ...lines,
        ...(more === null ? [] : [html('span', { class: 'muted' }, more)]),
      );
      show(element, true);
      const { offsetWidth: width, offsetHeight: height } = element;
      const left = x + 16 + width > room.width ? Math.max(0, x - 16 - width) : x + 16;
      const top = Math.max(0, Math.min(y + 12, room.height - height));
      Object.assign(element.style, { left: `${left}px`, top: `${top}px` });
    },
    hide: () => show(element, false),
  };
}
