import * as l10n from '@vscode/l10n';
import type { ConfigChange, HandsOnView, LossName } from '../../src/protocol.js';
import { html, icon, setAttributes, setText, show } from '../dom.js';
import type { Store } from '../store.js';
import { command, post, remember, remembered } from '../vscode.js';
import { choice, countField, slider } from './controls.js';
import { createDerivedToggles } from './derivedToggles.js';
import { createGenerators, generatorWord } from './generators.js';
import {
  batchOptions,
  learningRates,
  numberOptions,
  penaltyOf,
  penaltyOptions,
  strengths,
  withPenalty,
  withStrength,
} from './rates.js';
import { createRefusalNote, isOfData } from './refusalNote.js';

/** The width from which on the controls are open at first: below it they would push the map out of the first screen. */
const roomy = 640;
/** The most samples that the field accepts; the text may ask for more. */
const mostSamples = 1_000_000;
const seeds = 10_000;

const percent = (fraction: number): string => `${Number((fraction * 100).toFixed(1))}%`;
const change = (made: ConfigChange): void => post({ type: 'edit', change: made });

/** Creates the controls of data and training above the map. Each writes into the file. */
export function createDataBar(store: Store): { readonly element: HTMLElement; update(): void } {
  const hands = (): HandsOnView | null => store.view?.handsOn ?? null;
  const generators = createGenerators((generator) => change({ type: 'generator', generator }));
  const noise = slider('noise', l10n.t('Noise'), {
    most: 0.5,
    step: 0.01,
    text: String,
    changed: (value) => change({ type: 'noise', value }),
  });
  const samples = countField('samples', l10n.t('Samples'), mostSamples, (value) =>
    change({ type: 'samples', value }),
  );
  const derived = createDerivedToggles((formula, isOn) => change({ type: 'derived', formula, isOn }));
  const validation = slider('validationSplit', l10n.t('Validation'), {
    most: 0.5,
    step: 0.05,
    text: percent,
    changed: (value) => change({ type: 'validationSplit', value }),
  });
  const batchSize = choice('batchSize', l10n.t('Batch size'), (value) =>
    change({ type: 'batchSize', value: value === '' ? null : Number(value) }),
  );
  const learningRate = choice('learningRate', l10n.t('Learning rate'), (value) =>
    change({ type: 'learningRate', value: Number(value) }),
  );
  const find = html(
    'button',
    {
      type: 'button',
      class: 'hands-button',
      title: l10n.t('Find a learning rate by training with rising ones'),
    },
    icon('search'),
    l10n.t('Find…'),
  );
  find.addEventListener('click', () => command('findLearningRate'));
  const epochs = countField('epochs', l10n.t('Epochs'), Number.MAX_SAFE_INTEGER, (value) =>
    change({ type: 'epochs', value }),
  );
  const penalty = choice('regularization', l10n.t('Regularization'), (value) => {
    const present = hands()?.regularization;
    if (present && value !== 'both') change({ type: 'regularization', ...withPenalty(present, value) });
  });
  const strength = choice('strength', l10n.t('Strength'), (value) => {
    const present = hands()?.regularization;
    if (present) change({ type: 'regularization', ...withStrength(present, Number(value)) });
  });
  const loss = choice('loss', l10n.t('Loss'), (value) => change({ type: 'loss', loss: value as LossName }));
  const regenerate = html(
    'button',
    {
      type: 'button',
      class: 'hands-button',
      'data-hand': 'regenerate',
      title: l10n.t('Draw other data and weights, from another seed'),
    },
    icon('refresh'),
    l10n.t('Regenerate'),
  );
  regenerate.addEventListener('click', () => {
    const seed = Math.floor(Math.random() * (seeds - 1));
    const present = hands()?.seed ?? 0;
    change({ type: 'seed', value: seed < present ? seed : seed + 1 });
  });
  const ofData = [generators, noise, samples].map(({ element }) => element);
  const fields = html(
    'fieldset',
    { class: 'hands' },
    ...ofData,
    derived.element,
    ...[validation, batchSize, epochs, learningRate].map(({ element }) => element),
    find,
    ...[penalty, strength, loss].map(({ element }) => element),
    regenerate,
  );
  const brief = html('span', { class: 'brief muted' });
  // In the line of the title, where it moves nothing while someone types.
  const blocked = html('span', { class: 'brief refusal', role: 'status' });
  const note = createRefusalNote(isOfData);
  const body = html('details', { open: remembered().handsOpen ?? window.innerWidth >= roomy });
  body.append(
    html('summary', {}, html('h2', {}, l10n.t('Data and training')), ' ', brief, blocked),
    fields,
    note.element,
  );
  body.addEventListener('toggle', () => {
    remember({ handsOpen: body.open });
    write();
  });
  const element = html(
    'section',
    { class: 'hands-on', 'data-hand': 'dataBar', 'aria-label': l10n.t('Data and training') },
    body,
  );

  const write = (): void => {
    const now = hands();
    const reason = now && now.blocked !== null ? l10n.t('Correct the text first: {0}', now.blocked) : '';
    const words = now ? briefly(now) : '';
    setText(blocked, reason);
    setText(brief, words);
    setAttributes(blocked, { title: reason });
    setAttributes(brief, { title: words });
    show(blocked, reason !== '');
    show(brief, reason === '' && !body.open);
  };
  const update = (): void => {
    const now = hands();
    show(element, now !== null);
    if (!now) return;
    setAttributes(fields, { disabled: now.blocked !== null });
    for (const part of [...ofData, regenerate]) show(part, now.data !== null);
    if (now.data) {
      generators.update(now.data, now.blocked);
      noise.update(now.data.noise);
      samples.update(now.data.samples);
    }
    show(derived.element, now.derived !== null);
    if (now.derived) derived.update(now.derived);
    validation.update(now.validationSplit);
    batchSize.update(batchOptions(now.batchSize), now.batchSize === null ? '' : String(now.batchSize));
    epochs.update(now.epochs);
    learningRate.update(numberOptions(learningRates, now.learningRate), String(now.learningRate));
    const { regularization } = now;
    const kind = penaltyOf(regularization);
    penalty.update(penaltyOptions(kind), kind);
    const present = Math.max(regularization.l1, regularization.l2);
    show(strength.element, kind === 'l1' || kind === 'l2');
    strength.update(numberOptions(strengths, present || strengths[0]), String(present));
    show(loss.element, now.loss !== null);
    loss.update(
      now.losses.map((name) => ({ value: name, text: name })),
      now.loss ?? '',
    );
    write();
    note.update(store);
  };
  return { element, update };
}

/** Returns what the closed bar says. */
function briefly({ data, batchSize, learningRate }: HandsOnView): string {
  const parts = [
    data && generatorWord(data.generator),
    data && l10n.t('{0} samples', data.samples),
    l10n.t('batch size {0}', batchSize ?? l10n.t('all')),
    l10n.t('learning rate {0}', learningRate),
  ];
  return parts.filter(Boolean).join(' · ');
}
