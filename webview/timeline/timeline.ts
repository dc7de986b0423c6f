import * as l10n from '@vscode/l10n';
import { indexOnKey } from '../chart/indexOnKey.js';
import type { TimeScale } from '../chart/metricChart.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { indexOfNearest } from '../history.js';
import type { Store } from '../store.js';
import { wantsReducedMotion } from '../theme.js';
import { remember, remembered } from '../vscode.js';
import { createTimelineBar } from './timelineBar.js';
import type { EpochCursor } from './epochCursor.js';
import { FirstShowing } from './firstShowing.js';
import { Playback } from './playback.js';

/**
 * Creates the timeline below the loss chart: a slider over the epochs on the chart's scale, with buttons that play the
 * recording of the run and continue from the viewed epoch.
 */
export function createTimeline(
  store: Store,
  cursor: EpochCursor,
  scale: TimeScale,
): { readonly element: HTMLElement; update(): void } {
  const epochs = (): Float64Array => store.history.column('epoch');
  const reached = (): number => epochs().at(-1) ?? 0;
  const playback = new Playback(
    (epoch) => viewNear(epoch),
    () => cursor.view(null),
    () => cursor.isWaiting,
    remembered().playSpeed ?? 1,
  );
  const firstShowing = new FirstShowing(remembered().watched ?? null);
  /** Whether the recording plays without having been asked for, so that any press ends it. */
  let isUnasked = false;
  const rail = html('div', { class: 'timeline-reached' });
  const thumb = html('div', { class: 'timeline-thumb' });
  const track = html(
    'div',
    {
      class: 'timeline-track',
      tabindex: 0,
      role: 'slider',
      'aria-label': l10n.t('Epoch'),
      'aria-valuemin': 0,
    },
    html('div', { class: 'timeline-rail' }, rail),
    thumb,
  );
  const halt = (): void => {
    playback.stop();
    isUnasked = false;
  };
  const bar = createTimelineBar({
    toggle: () => {
      if (playback.isPlaying) halt();
      else playback.play(cursor.viewed === null || cursor.viewed >= reached() ? 0 : cursor.viewed, reached());
      update();
    },
    back: () => {
      halt();
      cursor.view(null);
    },
    speed: (factor) => {
      remember({ playSpeed: factor });
      playback.speed = factor;
      if (playback.isPlaying) playback.play(cursor.viewed ?? 0, reached());
    },
  });
  const note = html('p', { class: 'muted timeline-note' });
  const element = html(
    'section',
    { class: 'timeline', 'aria-label': l10n.t('Timeline') },
    track,
    bar.element,
    note,
  );

  /** Views the measured epoch nearest to a value, whose metrics are known; the last one is the current state. */
  const viewNear = (epoch: number): void => viewIndex(indexOfNearest(epochs(), epoch));
  const viewIndex = (index: number): void => {
    if (index < 0) return;
    cursor.view(index >= epochs().length - 1 ? null : epochs()[index]);
  };
  const viewAt = (event: PointerEvent): void => {
    halt();
    viewNear(scale.valueAt(event.clientX - element.getBoundingClientRect().left));
  };
  track.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || epochs().length === 0) return;
    track.setPointerCapture(event.pointerId);
    viewAt(event);
  });
  track.addEventListener('pointermove', (event) => {
    if (track.hasPointerCapture(event.pointerId)) viewAt(event);
  });
  track.addEventListener('keydown', (event) => {
    const at = cursor.viewed === null ? epochs().length - 1 : indexOfNearest(epochs(), cursor.viewed);
    const index = event.key === 'Escape' ? epochs().length - 1 : indexOnKey(event.key, at, epochs().length);
    if (index === null) return;
    event.preventDefault();
    halt();
    viewIndex(index);
  });
  const interrupt = ({ target }: Event): void => {
    if (!isUnasked || (target instanceof Node && element.contains(target))) return;
    halt();
    cursor.view(null);
  };
  document.addEventListener('pointerdown', interrupt, true);
  document.addEventListener('keydown', interrupt, true);

  const playOnce = (): void => {
    const { view } = store;
    const run = firstShowing.observe(
      view?.status ?? null,
      view?.runs ?? [],
      store.snapshot?.epoch ?? null,
      performance.now(),
    );
    if (view?.status?.state === 'done' && remembered().watched !== view.status.run)
      remember({ watched: view.status.run });
    if (run === null || reached() < 2 || wantsReducedMotion()) return;
    isUnasked = true;
    playback.play(0, reached(), 1);
  };
  let run: string | null = null;
  const update = (): void => {
    const { view } = store;
    const status = view?.status ?? null;
    if ((status?.run ?? null) !== run) {
      halt();
      run = status?.run ?? null;
    }
    playOnce();
    show(element, epochs().length > 1);
    draw();
  };
  const draw = (): void => {
    const { left, right } = scale.area();
    const epoch = cursor.viewed ?? reached();
    const total = Math.max(reached(), store.view?.status?.epochs ?? 0);
    Object.assign(track.style, { marginLeft: `${left}px`, width: `${Math.max(0, right - left)}px` });
    const place = (value: number): string => `${(scale.pixelOf(value) - left).toFixed(1)}px`;
    rail.style.width = place(reached());
    // A transform moves nothing else.
    thumb.style.transform = `translateX(${place(epoch)})`;
    element.classList.toggle('viewing', cursor.viewed !== null);
    const text = epochText(store, epoch, total);
    setAttributes(track, { 'aria-valuemax': reached(), 'aria-valuenow': epoch, 'aria-valuetext': text });
    setText(note, store.view?.status?.recorded.note ?? '');
    bar.update(store, { viewed: cursor.viewed, text, isPlaying: playback.isPlaying });
  };
  cursor.onChange(draw);
  scale.onLayout(draw);
  return { element, update };
}

function epochText({ view }: Store, epoch: number, total: number): string {
  const numbers = [formatCount(epoch), formatCount(total)];
  return view?.kind === 'function'
    ? l10n.t('Step {0} of {1}', ...numbers)
    : l10n.t('Epoch {0} of {1}', ...numbers);
}
