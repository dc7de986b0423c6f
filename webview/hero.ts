import { html } from './dom.js';
import { givenInputs } from './givenInputs.js';
import { lazyView, type View } from './lazyView.js';
import { createRegions } from './regions/regions.js';
import type { Shown, Store } from './store.js';

/** What the large picture shows. */
export type HeroKind = 'map' | 'curve' | 'images' | 'contour' | 'predictions';

export interface Hero extends View {
  /** null before it is known what the network learns from. */
  readonly kind: HeroKind | null;
}

/**
 * Creates the large picture of what has been learned. The facts about the data decide which one it is; each is created
 * when it is first needed.
 * @param predictions the evaluation, which is the hero where nothing else can be drawn
 */
export function createHero(store: Store, predictions: View): Hero {
  const element = html('div', { class: 'hero' });
  const views: Partial<Record<HeroKind, View>> = {};
  const create: Readonly<Record<HeroKind, () => View>> = {
    map: () => createRegions(store),
    curve: () => lazyView(async () => (await import('./curve/curve.js')).createCurve(store)),
    images: () => lazyView(async () => (await import('./images/images.js')).createImages(store)),
    contour: () => lazyView(async () => (await import('./contour/contour.js')).createContour(store)),
    predictions: () => predictions,
  };
  let kind: HeroKind | null = null;
  const update = (): void => {
    const wanted = store.view ? heroKind(store.view) : null;
    // A file that has become invalid keeps the picture of its run.
    if (wanted !== null && wanted !== kind) {
      kind = wanted;
      element.dataset.kind = wanted;
      element.replaceChildren((views[wanted] ??= create[wanted]()).element);
    }
    if (kind) views[kind]?.update();
  };
  return {
    element,
    update,
    get kind() {
      return kind;
    },
  };
}

function heroKind({ kind, facts }: Shown): HeroKind | null {
  if (kind === 'function') return 'contour';
  if (!facts) return null;
  if (facts.image && facts.classes) return 'images';
  if (!facts.planar) return 'predictions';
  return givenInputs(facts).length === 1 ? 'curve' : 'map';
}
