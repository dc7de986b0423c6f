/** Making elements and changing them in place. Nothing is written that is already so, so that a redraw of the same costs nothing. */

type Attributes = Readonly<Record<string, string | number | boolean | null>>;
type Child = Node | string | null;

export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** null and false take the attribute away; true sets it empty. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) {
      element.removeAttribute(name);
      continue;
    }
    const text = value === true ? '' : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function show(element: HTMLElement | SVGElement, visible: boolean): void {
  element.toggleAttribute('hidden', !visible);
}

/** A codicon; decoration only, what it stands beside says the same in words. */
export function icon(name: string): HTMLSpanElement {
  return html('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** Read by a screen reader, not drawn. */
export function unseen(attributes: Attributes = {}, text = ''): HTMLSpanElement {
  return html('span', { class: 'unseen', ...attributes }, text);
}
