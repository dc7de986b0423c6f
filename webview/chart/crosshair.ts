import { html, setAttributes, show } from '../dom.js';
import type { EpochCursor } from '../timeline/epochCursor.js';
import { indexOnKey } from './indexOnKey.js';
import type { LineChart } from './lineChart.js';

/**
 * Lets the reader inspect a chart's values with the pointer or the arrow keys: a vertical line marks the cursor's epoch,
 * and a card shows the numbers of the full history. A click or Enter views the epoch in all pictures. To a screen reader
 * the chart is a slider over the epochs.
 */
export function createCrosshair(
  frame: HTMLElement,
  chart: LineChart,
  cursor: Pick<EpochCursor, 'marked' | 'hover' | 'view' | 'onChange'>,
  source: {
    readonly label: string;
    length(): number;
    epochAt(index: number): number;
    indexNear(epoch: number): number;
    card(index: number): Node[];
    text(index: number): string;
  },
): { update(): void } {
  const rule = html('div', { class: 'rule', hidden: true });
  const card = html('div', { class: 'card', hidden: true });
  frame.append(rule, card);
  setAttributes(frame, { tabindex: 0, role: 'slider', 'aria-label': source.label, 'aria-valuemin': 0 });
  /** The index under this chart's pointer or chosen by its keys; −1 for none. */
  let index = -1;

  const update = (): void => {
    if (index >= source.length()) index = -1;
    const last = source.length() - 1;
    const marked = cursor.marked === null ? -1 : source.indexNear(cursor.marked);
    const announced = index < 0 ? last : index;
    setAttributes(frame, {
      'aria-valuemax': last < 0 ? 0 : source.epochAt(last),
      'aria-valuenow': announced < 0 ? 0 : source.epochAt(announced),
      // During training, a screen reader reads values only on request.
      'aria-valuetext': index < 0 ? null : source.text(index),
    });
    show(rule, marked >= 0);
    show(card, index >= 0);
    if (marked >= 0) placeRule(marked);
    if (index >= 0) placeCard(index);
  };
  const xOf = (at: number): number => {
    const { left, right } = chart.area();
    return Math.min(right, Math.max(left, chart.pixelOf(source.epochAt(at))));
  };
  const placeRule = (at: number): void => {
    const { top, bottom } = chart.area();
    Object.assign(rule.style, { left: `${xOf(at)}px`, top: `${top}px`, height: `${bottom - top}px` });
  };
  const placeCard = (at: number): void => {
    const { top, left, right } = chart.area();
    const x = xOf(at);
    card.replaceChildren(...source.card(at));
    const onTheLeft = x > (left + right) / 2;
    Object.assign(card.style, {
      top: `${top + 4}px`,
      left: onTheLeft ? '' : `${x + 8}px`,
      right: onTheLeft ? `${frame.clientWidth - x + 8}px` : '',
    });
  };
  const go = (to: number): void => {
    index = source.length() === 0 ? -1 : Math.max(-1, Math.min(source.length() - 1, to));
    cursor.hover(index < 0 ? null : source.epochAt(index));
    update();
  };
  const view = (): void => {
    if (index >= 0) cursor.view(index === source.length() - 1 ? null : source.epochAt(index));
  };

  frame.addEventListener('pointermove', (event) => {
    const x = event.clientX - frame.getBoundingClientRect().left;
    go(source.indexNear(chart.valueAt(x)));
  });
  frame.addEventListener('pointerleave', () => go(-1));
  frame.addEventListener('blur', () => go(-1));
  frame.addEventListener('click', view);
  frame.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') view();
    const at = index < 0 ? source.length() : index;
    const to = event.key === 'Escape' ? -1 : indexOnKey(event.key, at, source.length());
    if (to === null) return;
    event.preventDefault();
    go(to);
  });
  cursor.onChange(update);
  return { update };
}
