import * as l10n from '@vscode/l10n';
import { html, setText, show } from '../dom.js';
import type { Store } from '../store.js';
import { button, dropdown } from '../toolkit.js';
import { post, remembered } from '../vscode.js';

export interface TimelineState {
  readonly viewed: number | null;
  /** The epoch in words. */
  readonly text: string;
  readonly isPlaying: boolean;
}

/** Creates the line below the slider: play, the epoch in words, speed, and what can be done with the viewed epoch. */
export function createTimelineBar(actions: { toggle(): void; back(): void; speed(factor: number): void }): {
  readonly element: HTMLElement;
  update(store: Store, state: TimelineState): void;
} {
  const play = button('icon', () => actions.toggle());
  const back = button('icon', () => actions.back());
  const branch = button('secondary', () => post({ type: 'branch' }));
  const step = button('secondary', () => post({ type: 'stepFromViewed' }));
  const words = html('span', { class: 'number timeline-epoch' });
  const detail = html('span', { class: 'muted number timeline-detail' });
  const names = { '0.25': '¼×', '0.5': '½×', '1': '1×', '2': '2×', '4': '4×' };
  const current = String(remembered().playSpeed ?? 1) as keyof typeof names;
  const speeds = dropdown(l10n.t('Playback speed'), names, current, (value) => actions.speed(Number(value)));
  const uses = html('div', { class: 'controls timeline-uses' }, branch.element, step.element);
  const element = html(
    'div',
    { class: 'timeline-bar' },
    html('div', { class: 'timeline-play' }, play.element, back.element, speeds, words, detail),
    uses,
  );
  const update = ({ view }: Store, { viewed, text, isPlaying }: TimelineState): void => {
    const none = viewed === null ? l10n.t('Choose an earlier epoch on the timeline first.') : null;
    play.look(
      isPlaying
        ? { label: l10n.t('Pause'), icon: 'debug-pause', title: l10n.t('Stop at this epoch'), disabled: null }
        : {
            label: l10n.t('Play'),
            icon: 'play',
            title: l10n.t('Play the recording of this run'),
            disabled: null,
          },
    );
    setText(words, text);
    setText(detail, detailText(view?.status?.viewing?.fraction ?? null, viewed, isPlaying));
    back.look({
      label: l10n.t('Back to the end'),
      icon: 'debug-continue',
      title: l10n.t('Show the current state again'),
      disabled: none,
    });
    branch.look({
      label: l10n.t('Continue from here'),
      icon: 'git-branch',
      title: l10n.t('Start a new run from this epoch with the settings for the next run'),
      disabled: none,
    });
    step.look({
      label: l10n.t('Step through from here'),
      icon: 'debug-step-into',
      title: l10n.t('Step through a pass with the parameters of this epoch'),
      disabled: none,
    });
    for (const { element: use } of [branch, step]) show(use, view?.kind !== 'function');
  };
  return { element, update };
}

function detailText(fraction: number | null, viewed: number | null, isPlaying: boolean): string {
  if (viewed === null) return '';
  if (isPlaying) return `· ${l10n.t('playing')}`;
  if (fraction !== null) return `· ${l10n.t('computing {0} %', Math.floor(fraction * 100))}`;
  return `· ${l10n.t('viewing')}`;
}
