/**
 * Returns the index that a key of a slider leads to; null for any other key.
 * @param at the current index; `length` where it is past the end
 */
export function indexOnKey(key: string, at: number, length: number): number | null {
  const page = Math.max(1, Math.round(length / 20));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, at - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(length - 1, at + 1);
    case 'PageDown':
      return Math.max(0, at - page);
    case 'PageUp':
      return Math.min(length - 1, at + page);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}
