import { html, setAttributes } from '../dom.js';
import type { Typeset } from '../../src/protocol.js';
import type * as typesetterModule from './typeset.js';

type Typesetter = typeof typesetterModule;

let typesetter: Promise<Typesetter> | null = null;

/** Loads the typesetter with its style sheet and fonts when the first formula is shown. */
function loadTypesetter(): Promise<Typesetter> {
  if (!typesetter) {
    // This code is in a chunk, one folder below the style sheet.
    const href = new URL('../katex.css', import.meta.url).href;
    document.head.append(html('link', { rel: 'stylesheet', href }));
    typesetter = import('./typeset.js');
  }
  return typesetter;
}

export interface FormulaHandle {
  readonly element: HTMLElement;
  /** Shows a formula. `before` is typeset before it, such as an equals sign. */
  show(formula: Typeset, refs: Readonly<Record<string, string>>, before?: string): void;
}

/**
 * Creates a typeset formula. Its numbers react to the pointer, and those that `leads` accepts are buttons that call
 * `follow`.
 */
export function createFormula(leads: (ref: string) => boolean, follow: (ref: string) => void): FormulaHandle {
  const element = html('span', { class: 'formula', role: 'group' });
  let wanted = '';
  const write = ({ text, latex }: Typeset, refs: Readonly<Record<string, string>>, before: string): void => {
    setAttributes(element, { 'aria-label': before + text });
    loadTypesetter().then(
      ({ typeset }) => {
        // The formula may have changed during loading.
        if (wanted !== key(latex, before)) return;
        typeset(before + latex, element);
        element.querySelector('[aria-hidden]')?.removeAttribute('aria-hidden');
        for (const part of element.querySelectorAll<HTMLElement>('[data-ref]')) mark(part, refs, leads);
      },
      () => (element.textContent = before + text),
    );
  };
  element.addEventListener('click', (event) => {
    const ref = refAt(event);
    if (ref !== null && leads(ref)) follow(ref);
  });
  element.addEventListener('keydown', (event) => {
    const ref = refAt(event);
    if (ref === null || !leads(ref) || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    follow(ref);
  });
  return {
    element,
    show: (formula, refs, before = '') => {
      const next = key(formula.latex, before);
      if (next === wanted) return;
      wanted = next;
      write(formula, refs, before);
    },
  };
}

const key = (latex: string, before: string): string => `${before} ${latex}`;

function refAt(event: Event): string | null {
  const part = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-ref]') : null;
  return part?.dataset.ref ?? null;
}

function mark(
  part: HTMLElement,
  refs: Readonly<Record<string, string>>,
  leads: (ref: string) => boolean,
): void {
  const ref = part.dataset.ref ?? '';
  const words = refs[ref] ?? '';
  if (words) part.title = words;
  if (leads(ref)) setAttributes(part, { role: 'button', tabindex: 0, 'aria-label': words });
}
