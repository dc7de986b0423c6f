import { html } from '../dom.js';
import { post } from '../vscode.js';

/** The types under which the editor's explorer and other programs pass on dragged files, the best first. */
const types: readonly string[] = ['application/vnd.code.uri-list', 'text/uri-list'];

/**
 * Makes an element accept tables that are dragged from the explorer. The editor passes a drag on to a page only while
 * Shift is held.
 */
export function acceptTables(element: HTMLElement): void {
  const mark = html('div', { class: 'drop-mark', 'aria-hidden': 'true', hidden: true });
  element.append(mark);
  const typeOf = ({ dataTransfer }: DragEvent): string | undefined =>
    types.find((type) => dataTransfer?.types.includes(type));
  element.addEventListener('dragover', (event) => {
    if (!typeOf(event)) return;
    event.preventDefault();
    mark.hidden = false;
  });
  element.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) mark.hidden = true;
  });
  element.addEventListener('drop', (event) => {
    mark.hidden = true;
    const type = typeOf(event);
    const list = type ? (event.dataTransfer?.getData(type) ?? '') : '';
    // RFC 2483: one URI a line, and lines that begin with # are comments.
    const uri = list.split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#'));
    if (!uri) return;
    event.preventDefault();
    post({ type: 'dropTable', uri });
  });
}
