import * as l10n from '@vscode/l10n';
import type { PassView, StepCommand } from '../../src/protocol.js';
import { html, icon, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import type { Shown, Store } from '../store.js';
import { textButton } from '../toolkit.js';
import { alteredText } from './alteredMark.js';
import { stepping } from '../vscode.js';

/** Creates the notices on the pass: an outdated text, values changed by hand, and which weights it uses. */
export function createPassNotices(): { readonly element: HTMLElement; update(store: Store): void } {
  const stale = createNotice('warning', l10n.t('Restart with the new text'), { name: 'restart' });
  const altered = createNotice('warning', l10n.t('Undo the changes'), { name: 'undoChanges' });
  const initial = createNotice('info', l10n.t('Step through the trained weights'), {
    name: 'restart',
    weights: 'trained',
  });
  const trained = createNotice('info', l10n.t('Step through the initial weights'), {
    name: 'restart',
    weights: 'initial',
  });
  const notices = [stale, altered, initial, trained];
  const element = html(
    'div',
    { class: 'pass-notices', role: 'status' },
    ...notices.map((notice) => notice.element),
  );
  const update = ({ pass, view }: Store): void => {
    stale.say(pass?.stale ? l10n.t('The file has changed, but this view still shows its old text.') : null);
    altered.say(pass ? alteredText(pass) : null);
    initial.say(pass?.trainedEpochs === null ? initialText(view) : null);
    trained.say(typeof pass?.trainedEpochs === 'number' ? trainedText(pass) : null);
  };
  return { element, update };
}

interface NoticeHandle {
  readonly element: HTMLElement;
  /** Sets the text; null hides the notice. */
  say(text: string | null): void;
}

function createNotice(kind: 'info' | 'warning', action: string, command: StepCommand): NoticeHandle {
  const text = html('p', {});
  const button = textButton(action, () => stepping(command));
  const element = html('div', { class: `notice notice-${kind}`, hidden: true }, icon(kind), text, button);
  return {
    element,
    say: (next) => {
      show(element, next !== null);
      setText(text, next ?? '');
    },
  };
}

/** Returns the notice on initial weights, only where a run has weights of its own that could be confused with them. */
function initialText(view: Shown | null): string | null {
  const { epoch = 0, state, stale } = view?.status ?? {};
  const hasEnded = state === 'paused' || state === 'stopped' || state === 'done' || state === 'failed';
  if (epoch === 0 || stale || !hasEnded) return null;
  return l10n.t(
    'These passes begin with the initial weights, not with the weights of the run after epoch {0}.',
    formatCount(epoch),
  );
}

function trainedText({ trainedEpochs, isTrainedEdited, isFailed }: PassView): string {
  if (isFailed) return l10n.t('This is the pass in which the run failed, with the parameters that the run had then.'); // prettier-ignore
  const epochs = trainedEpochs ?? 0;
  if (isTrainedEdited) {
    return l10n.t(
      'These passes begin with the weights of the run after epoch {0}. Parameters of that run were changed by hand.',
      formatCount(epochs),
    );
  }
  return l10n.t('These passes begin with the weights of the run after epoch {0}.', formatCount(epochs));
}
