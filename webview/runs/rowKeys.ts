/** What the keys of a list of rows do. */
export interface RowActs {
  /** Returns the index of the row that the keys start from; −1 for none. */
  at(): number;
  length(): number;
  /** Moves to a row; `selects`: and selects it. */
  go(index: number, selects: boolean): void;
  toggle(): void;
  selectAll(): void;
  clear(): void;
  rename(): void;
  remove(): void;
}

/** Handles the keys of the rows of a table: arrow keys, Home and End move, the space bar selects. */
export function rowKeys(body: HTMLElement, acts: RowActs): void {
  body.addEventListener('keydown', (event) => {
    if (!act(event, acts)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function act(event: KeyboardEvent, acts: RowActs): boolean {
  const last = acts.length() - 1;
  const to = targetOf(event.key, acts.at(), last);
  if (to !== null) {
    if (last >= 0) acts.go(to, event.shiftKey);
    return true;
  }
  switch (event.key) {
    case ' ':
      acts.toggle();
      return true;
    case 'a':
      if (event.ctrlKey || event.metaKey) acts.selectAll();
      return event.ctrlKey || event.metaKey;
    case 'Escape':
      acts.clear();
      return true;
    case 'F2':
      acts.rename();
      return true;
    case 'Delete':
      acts.remove();
      return true;
    default:
      return false;
  }
}

function targetOf(key: string, at: number, last: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
