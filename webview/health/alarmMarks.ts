import * as l10n from '@vscode/l10n';
import type { AlarmView } from '../../src/protocol.js';
import type { TimeScale } from '../chart/metricChart.js';
import { html, icon, show } from '../dom.js';
import { formatCount } from '../format.js';
import type { Store } from '../store.js';
import type { EpochCursor } from '../timeline/epochCursor.js';

/** Marks that are nearer to each other than this, in px, are one mark. */
const nearest = 18;

/** Alarms that are marked at one place. */
interface Mark {
  readonly epoch: number;
  readonly x: number;
  readonly alarms: readonly AlarmView[];
}

/**
 * Creates the marks of a run's alarms where they began: buttons over the timeline that say what is wrong and view that
 * epoch, and lines in the loss chart above.
 *
 * @param timeline is on the chart's scale
 * @param chartFrame the box of the loss chart
 */
export function createAlarmMarks(
  store: Store,
  cursor: EpochCursor,
  { scale, timeline, chartFrame }: { scale: TimeScale; timeline: HTMLElement; chartFrame: HTMLElement },
): { update(): void } {
  const buttons = html('div', { class: 'alarm-marks', role: 'group', 'aria-label': l10n.t('Alarms') });
  const card = html('div', { class: 'card alarm-card', 'aria-hidden': 'true', hidden: true });
  const lines = html('div', { class: 'alarm-lines', 'aria-hidden': 'true' });
  timeline.prepend(buttons, card);
  chartFrame.append(lines);
  let drawn = '';
  const update = (): void => {
    const { left, top, bottom } = scale.area();
    const marks = marksOf(store.view?.alarms ?? [], scale);
    const key = JSON.stringify([marks, left, top, bottom]);
    if (key === drawn) return;
    drawn = key;
    show(buttons, marks.length > 0);
    show(card, false);
    const focused = [...buttons.children].findIndex((button) => button === document.activeElement);
    buttons.replaceChildren(...marks.map((mark) => markButton(mark, cursor, card)));
    if (focused >= 0) (buttons.children[Math.min(focused, marks.length - 1)] as HTMLElement | undefined)?.focus();
    lines.replaceChildren(...marks.map(({ x }) => lineAt(x, top, bottom)));
  }; // prettier-ignore
  scale.onLayout(update);
  return { update };
}

/** Groups the alarms that began in the course of the run by their places. */
function marksOf(alarms: readonly AlarmView[], scale: TimeScale): Mark[] {
  const marks: Mark[] = [];
  const begun = alarms.filter((alarm): alarm is AlarmView & { epoch: number } => alarm.epoch !== null);
  for (const alarm of begun.sort((a, b) => a.epoch - b.epoch)) {
    const x = Math.round(scale.pixelOf(alarm.epoch));
    const last = marks.at(-1);
    if (last && x - last.x < nearest) marks[marks.length - 1] = { ...last, alarms: [...last.alarms, alarm] };
    else marks.push({ epoch: alarm.epoch, x, alarms: [alarm] });
  }
  return marks;
}

function markButton({ epoch, x, alarms }: Mark, cursor: EpochCursor, card: HTMLElement): HTMLElement {
  const words = alarms.map((alarm) => `${titleOf(alarm)}: ${alarm.message}`).join(' ');
  const kind = alarms.some(({ severity }) => severity !== 'info') ? 'warning' : 'info';
  const attributes = { type: 'button', class: `alarm-mark ${kind}`, 'aria-label': words };
  const button = html('button', attributes, icon(kind));
  button.style.left = `${x}px`;
  const open = (): void => {
    card.replaceChildren(...alarms.flatMap(cardLines));
    show(card, true);
    const room = card.parentElement?.clientWidth ?? 0;
    card.style.left = `${Math.max(0, Math.min(x - 24, room - card.offsetWidth))}px`;
  };
  const close = (): void => show(card, false);
  button.addEventListener('pointerenter', open);
  button.addEventListener('pointerleave', close);
  button.addEventListener('focus', open);
  button.addEventListener('blur', close);
  button.addEventListener('click', () => cursor.view(epoch));
  button.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  return button;
} // prettier-ignore

const titleOf = ({ title, epoch }: AlarmView): string =>
  l10n.t('{0}, from epoch {1} on', title, formatCount(epoch ?? 0));

const cardLines = (alarm: AlarmView): HTMLElement[] => [
  html('strong', {}, titleOf(alarm)),
  html('span', {}, alarm.message),
];

function lineAt(x: number, top: number, bottom: number): HTMLElement {
  const line = html('div', { class: 'alarm-line' });
  Object.assign(line.style, { left: `${x}px`, top: `${top}px`, height: `${bottom - top}px` });
  return line;
}
