import * as l10n from '@vscode/l10n';
import type { GeneratorName, HandsOnData } from '../../src/protocol.js';
import { html, setAttributes } from '../dom.js';
import { onThemeChange, readClassColors } from '../theme.js';
import { drawThumbnail } from './thumbnail.js';

const side = 36;

/** Returns a generator's name in the user's language. */
export function generatorWord(name: GeneratorName): string {
  switch (name) {
    case 'xor':
      return l10n.t('XOR');
    case 'circles':
      return l10n.t('Circles');
    case 'spiral':
      return l10n.t('Spiral');
    case 'gaussians':
      return l10n.t('Gaussians');
    case 'moons':
      return l10n.t('Moons');
    case 'sine':
      return l10n.t('Sine');
  }
}

/** Creates a radio group of the generators, each as a small picture of its samples. */
export function createGenerators(changed: (name: GeneratorName) => void): {
  readonly element: HTMLElement;
  update(data: HandsOnData, blocked: string | null): void;
} {
  const element = html('div', {
    class: 'generators',
    'data-hand': 'generator',
    role: 'radiogroup',
    'aria-label': l10n.t('Data'),
  });
  let data: HandsOnData | null = null;
  let buttons: readonly HTMLButtonElement[] = [];
  const draw = (): void => {
    const colors = readClassColors();
    data?.generators.forEach(({ picture }, index) => {
      const canvas = buttons[index].querySelector('canvas');
      if (canvas) drawThumbnail(canvas, picture, colors);
    });
  };
  const choose = (index: number): void => {
    const chosen = data?.generators[index];
    if (!chosen || buttons[index].ariaDisabled === 'true' || chosen.name === data?.generator) return;
    changed(chosen.name);
  };
  element.addEventListener('keydown', (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const now = buttons.findIndex((each) => each === document.activeElement);
    if (by === undefined || now < 0) return;
    event.preventDefault();
    const next = (now + by + buttons.length) % buttons.length;
    buttons[next].focus();
    choose(next);
  });
  const build = (): void => {
    buttons = (data?.generators ?? []).map(({ name }, index) => {
      const scale = Math.ceil(window.devicePixelRatio) * 2;
      const canvas = html('canvas', { width: side * scale, height: side * scale, 'aria-hidden': 'true' });
      const each = html('button', { class: 'generator', role: 'radio', 'data-generator': name }, canvas);
      each.ariaLabel = generatorWord(name);
      each.addEventListener('click', () => choose(index));
      return each;
    });
    element.replaceChildren(...buttons);
    draw();
  };
  onThemeChange(draw);
  const update = (next: HandsOnData, blocked: string | null): void => {
    data = next;
    if (buttons.length !== next.generators.length) build();
    next.generators.forEach(({ name, refusal }, index) => {
      const isChosen = name === next.generator;
      const reason = blocked ?? refusal;
      setAttributes(buttons[index], {
        'aria-checked': String(isChosen),
        'aria-disabled': reason === null ? null : 'true',
        tabindex: isChosen ? 0 : -1,
        title: reason === null ? generatorWord(name) : `${generatorWord(name)}: ${reason}`,
      });
    });
  };
  return { element, update };
}
