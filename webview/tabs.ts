import { html, setAttributes, show } from './dom.js';

export interface Tab<N extends string> {
  readonly name: N;
  readonly label: string;
  readonly content: HTMLElement;
}

/** Creates the tabs of the panel's views, one of them in front. Arrow keys move between the tabs. */
export function createTabs<N extends string>(
  label: string,
  tabs: readonly Tab<N>[],
  chosen: (name: N) => void,
): { readonly element: HTMLElement; select(name: N): void; offer(name: N, isOffered: boolean): void } {
  const buttons = tabs.map(({ name, label: text, content }) => {
    content.id = `view-${name}`;
    setAttributes(content, { role: 'tabpanel', 'aria-labelledby': `tab-${name}` });
    const attributes = {
      class: 'tab',
      type: 'button',
      role: 'tab',
      id: `tab-${name}`,
      'aria-controls': content.id,
    };
    const button = html('button', attributes, text);
    button.addEventListener('click', ({ detail }) => {
      chosen(name);
      // Arrow keys change tabs only after keyboard focus. After a click, they belong to the view.
      if (detail > 0) button.blur();
    });
    return button;
  });
  const offered = (): HTMLElement[] => buttons.filter(({ hidden }) => !hidden);
  const element = html('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...buttons);
  element.addEventListener('keydown', ({ key }) => {
    const by = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const at = offered().findIndex((button) => button === document.activeElement) + by;
    const button = by === 0 || at < 0 ? undefined : offered().at(at);
    if (!button) return;
    button.focus();
    chosen(tabs[buttons.findIndex((each) => each === button)].name);
  });
  const select = (name: N): void => {
    for (const [at, tab] of tabs.entries()) {
      const selected = tab.name === name;
      setAttributes(buttons[at], { 'aria-selected': String(selected), tabindex: selected ? 0 : -1 });
      show(tab.content, selected);
    }
  };
  const offer = (name: N, isOffered: boolean): void =>
    show(buttons[tabs.findIndex((tab) => tab.name === name)], isOffered);
  return { element, select, offer };
}
