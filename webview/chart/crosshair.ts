import { html, setAttributes, show } from '../dom.js';
import type { LineChart } from './lineChart.js';

export interface Reading {
  readonly index: number;
  readonly epoch: number;
}

/**
 * Lets the reader inspect a chart's values with the pointer or the arrow keys: a vertical line marks an epoch of the
 * full history, and a card shows its numbers. To a screen reader the chart is a slider over the epochs.
 */
export function createCrosshair(
  frame: HTMLElement,
  chart: LineChart,
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
  let index = -1;

  const update = (): void => {
    if (index >= source.length()) index = -1;
    const last = source.length() - 1;
    const announced = index < 0 ? last : index;
    setAttributes(frame, {
      'aria-valuemax': last < 0 ? 0 : source.epochAt(last),
      'aria-valuenow': announced < 0 ? 0 : source.epochAt(announced),
      // During training, a screen reader reads values only on request.
      'aria-valuetext': index < 0 ? null : source.text(index),
    });
    show(rule, index >= 0);
    show(card, index >= 0);
    if (index >= 0) place(index);
  };
  const place = (at: number): void => {
    const { top, bottom, left, right } = chart.area();
    const x = Math.min(right, Math.max(left, chart.pixelOf(source.epochAt(at))));
    Object.assign(rule.style, { left: `${x}px`, top: `${top}px`, height: `${bottom - top}px` });
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
    update();
  };

  frame.addEventListener('pointermove', (event) => {
    const x = event.clientX - frame.getBoundingClientRect().left;
    go(source.indexNear(chart.valueAt(x)));
  });
  frame.addEventListener('pointerleave', () => go(-1));
  frame.addEventListener('blur', () => go(-1));
  frame.addEventListener('keydown', (event) => {
    const to = keyTarget(event.key, index, source.length());
    if (to === null) return;
    event.preventDefault();
    go(to);
  });
  return { update };
}

function keyTarget(key: string, index: number, length: number): number | null {
  const page = Math.max(1, Math.round(length / 20));
  const at = index < 0 ? length : index;
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
    case 'Escape':
      return -1;
    default:
      return null;
  }
}
