import * as l10n from '@vscode/l10n';
import type { Digits, PassView, StepView, Stride } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { button, dropdown, type ButtonHandle } from '../toolkit.js';
import { remember, remembered, stepping } from '../vscode.js';
import { Player } from './player.js';
import { createBatchSample } from './batchSample.js';

export interface StepBar {
  readonly element: HTMLElement;
  update(pass: PassView, step: StepView): void;
  /** Handles the arrow keys, Home and End, and returns whether the key was used. */
  key(key: string): boolean;
  stop(): void;
}

/** Creates the step controls: first, back, play, forward, last, granularity, speed, precision and the next pass. */
export function createStepBar(chooseDigits: (digits: Digits) => void): StepBar {
  let stride = remembered().stride ?? 'step';
  let at: { readonly pass: PassView; readonly step: StepView } | null = null;
  const forward = (): void => stepping({ name: 'next', by: stride });
  const player = new Player(forward, () => look(), remembered().speed ?? 1);
  const moves = {
    first: () => stepping({ name: 'first' }),
    back: () => stepping({ name: 'previous', by: stride }),
    forward,
    last: () => stepping({ name: 'last' }),
  };
  /** A manual step stops playback. */
  const move = (name: keyof typeof moves): void => {
    player.stop();
    moves[name]();
  };
  const first = button('secondary', () => move('first'));
  const back = button('secondary', () => move('back'));
  const play = button('secondary', () => player.toggle());
  const next = button('primary', () => move('forward'));
  const last = button('secondary', () => move('last'));
  const nextPass = button('secondary', () => stepping({ name: 'nextPass' }));
  const strides = dropdown(l10n.t('Move'), strideNames(), stride, (value) => {
    stride = value;
    remember({ stride });
    look();
  });
  const speeds = dropdown(l10n.t('Playback speed'), speedNames(), String(player.speed), (value) => {
    player.speed = Number(value);
    remember({ speed: player.speed });
  });
  const precision = dropdown(l10n.t('Digits'), digitNames(), String(remembered().digits ?? 6), (value) =>
    chooseDigits(value === 'full' ? value : Number(value)),
  );
  const sample = createBatchSample();
  const icons = [first, back, play, next, last].map(({ element }) => element);
  const pass = html('span', { class: 'muted number pass-words' });
  const element = html(
    'div',
    { class: 'step-bar', role: 'toolbar', 'aria-label': l10n.t('Steps') },
    html('div', { class: 'controls step-moves' }, ...icons),
    strides,
    html('div', { class: 'controls next-pass' }, nextPass.element),
    html('div', { class: 'step-line' }, pass, sample.element, speeds, precision),
  );
  const look = (): void => {
    if (!at) return;
    const atStart = at.step.index === 0 ? l10n.t('This is the first step of the pass.') : null;
    const atEnd = at.step.index === at.pass.length - 1 ? l10n.t('This is the last step of the pass.') : null;
    lookAt(first, l10n.t('First'), 'debug-reverse-continue', l10n.t('To the first step (Home)'), atStart);
    lookAt(back, l10n.t('Back'), 'debug-step-back', backTitle(stride), atStart);
    lookAt(next, l10n.t('Forward'), 'debug-step-over', forwardTitle(stride), atEnd);
    lookAt(last, l10n.t('Last'), 'debug-continue', l10n.t('To the last step (End)'), atEnd);
    if (player.playing) lookAt(play, l10n.t('Pause'), 'debug-pause', l10n.t('Stop here'), null);
    else lookAt(play, l10n.t('Play'), 'play', l10n.t('Move forward step by step'), atEnd);
    const words = l10n.t('Update the parameters and begin the next pass');
    const over = at.pass.isLast ? l10n.t('Training has finished, so there are no more passes.') : null;
    lookAt(nextPass, l10n.t('Next pass'), 'arrow-right', words, over);
  };
  const update = (shown: PassView, step: StepView): void => {
    const isNew = step !== at?.step;
    at = { pass: shown, step };
    look();
    setText(pass, l10n.t('Epoch {0}, mini-batch {1}', formatCount(shown.epoch), formatCount(shown.batch)));
    show(sample.element, shown.sample.count > 1);
    sample.update(shown);
    if (isNew) player.arrived(step.index === shown.length - 1);
  };
  const keys: Readonly<Record<string, keyof typeof moves>> = {
    ArrowLeft: 'back',
    ArrowRight: 'forward',
    Home: 'first',
    End: 'last',
  };
  const key = (name: string): boolean => {
    if (!at || !(name in keys)) return false;
    move(keys[name]);
    return true;
  };
  return { element, update, key, stop: () => player.stop() };
}

function lookAt(
  handle: ButtonHandle,
  label: string,
  icon: string,
  title: string,
  disabled: string | null,
): void {
  handle.look({ label, icon, title, disabled });
}

function strideNames(): Readonly<Record<Stride, string>> {
  return {
    step: l10n.t('by step'),
    unit: l10n.t('by unit'),
    layer: l10n.t('by layer'),
    phase: l10n.t('by phase'),
  };
}

function backTitle(stride: Stride): string {
  switch (stride) {
    case 'step':
      return l10n.t('One step back (Left arrow)');
    case 'unit':
      return l10n.t('One unit back (Left arrow)');
    case 'layer':
      return l10n.t('One layer back (Left arrow)');
    case 'phase':
      return l10n.t('One phase back (Left arrow)');
  }
}

function forwardTitle(stride: Stride): string {
  switch (stride) {
    case 'step':
      return l10n.t('One step forward (Right arrow)');
    case 'unit':
      return l10n.t('One unit forward (Right arrow)');
    case 'layer':
      return l10n.t('One layer forward (Right arrow)');
    case 'phase':
      return l10n.t('One phase forward (Right arrow)');
  }
}

function speedNames(): Readonly<Record<string, string>> {
  return {
    '0.5': l10n.t('1 step/2 s'),
    '1': l10n.t('1 step/s'),
    '2': l10n.t('2 steps/s'),
    '5': l10n.t('5 steps/s'),
    '20': l10n.t('20 steps/s'),
  };
}

function digitNames(): Readonly<Record<string, string>> {
  return {
    '4': l10n.t('4 digits'),
    '6': l10n.t('6 digits'),
    '9': l10n.t('9 digits'),
    full: l10n.t('all digits'),
  };
}
