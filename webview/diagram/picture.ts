import * as l10n from '@vscode/l10n';
import type { LayerProgress, Lit, NetworkShape, Snapshot, UnitPlace } from '../../src/protocol.js';
import { createCard } from '../card.js';
import { html, setText, unseen } from '../dom.js';
import { onThemeChange, readTheme, rgb, type Rgb } from '../theme.js';
import { sentence, type Description } from './describe.js';
import { draw, type Drawing } from './drawing.js';
import { excerptOf, layersDrawn, leftOutText } from './excerpt.js';
import { layoutOf, type Layout } from './layout.js';
import { isInBoth, modelOf, sameTarget, type Model, type Target } from './model.js';
import { pick, placeOf } from './pick.js';
import { weightScale } from './scale.js';
import { typeScale } from '../typeScale.js';
import type { UnitPictures } from './units.js';
import { walk, type Cursor } from './walk.js';

/** The data that a picture shows. */
export interface Scene {
  readonly shape: NetworkShape;
  readonly snapshot: Snapshot | null;
  /** The progress of a pass; null where no pass is shown. */
  readonly progress: readonly LayerProgress[] | null;
  /** The elements that are highlighted while the pointer is on none. */
  readonly lit: readonly Lit[];
  /** The pictures of the units; `pending` where there will be some, and absent where units are circles. */
  readonly pictures?: UnitPictures | 'pending';
}

export interface PictureOptions {
  /** Whether to leave room for gradients below the values. */
  readonly stepping: boolean;
  describe(model: Model, snapshot: Snapshot | null, target: Target): Description;
  /** Handles a click on an element, or Enter. Without a handler, the element is pinned. */
  chosen?(target: Target | null, model: Model): void;
  /** Handles that an element is pinned, or that none is. */
  pinned?(target: Target | null): void;
  /** Handles that the pointer or the keys are on a unit, or on none. */
  pointed?(unit: UnitPlace | null): void;
  /** Returns whether the card of a unit shows its picture, because it is not shown large elsewhere. */
  isPictureInCard?(): boolean;
}

/** The widths below which the diagram is above or below other parts of its view, and its height is limited. */
const stacked = {
  live: window.matchMedia('(max-width: 1099px)'),
  stepping: window.matchMedia('(max-width: 700px)'),
};
const stackedShare = 0.36;
/** The side of a unit's picture in its card, in px. */
const cardPictureSide = 140;

/** The drawing with its pointer and keyboard interaction. */
export class Picture {
  readonly element: HTMLElement;
  model: Model | null = null;
  layout: Layout | null = null;
  private readonly card = createCard();
  private readonly spoken = unseen({ 'aria-live': 'polite', class: 'unseen spoken' });
  private readonly stage = html('div', { class: 'stage' });
  /** The scene that is drawn, without the layers that are left out. */
  scene: Scene | null = null;
  private readonly leftOut = html('p', { class: 'left-out muted' });
  private inputs = 0;
  private painted: UnitPictures | null = null;
  private drawing: Drawing | null = null;
  /** The px of the page for a px of the drawing. */
  private scale = 1;
  private colors = themeColors();
  private hovered: Target | null = null;
  private pinned: Target | null = null;
  private cursor: Cursor | null = null;

  constructor(private readonly options: PictureOptions) {
    const hint = options.chosen
      ? l10n.t(
          'The arrow keys move between units and weights, Enter selects one, Escape clears the selection.',
        )
      : l10n.t('The arrow keys move between units and weights, Enter pins one, Escape unpins it.');
    const hintId = options.stepping ? 'step-diagram-hint' : 'diagram-hint';
    this.element = html(
      'div',
      {
        class: 'picture',
        tabindex: 0,
        role: 'application',
        'aria-roledescription': l10n.t('network diagram'),
        'aria-describedby': hintId,
      },
      this.stage,
      this.leftOut,
      unseen({ id: hintId }, hint),
      this.spoken,
    );
    this.stage.append(this.card.element);
    this.listen();
    new ResizeObserver(() => this.rebuild()).observe(this.element);
    window.addEventListener('resize', () => {
      if (this.isStacked) this.rebuild();
    });
    onThemeChange(() => {
      this.colors = themeColors();
      this.write();
    });
  }

  /** Returns the places of the drawn columns in px of the page. */
  get columnPlaces(): { readonly xs: readonly number[]; readonly width: number } | null {
    const { layout, scale } = this;
    return layout && { xs: layout.columns.map(({ x }) => x * scale), width: layout.width * scale };
  }

  private get isStacked(): boolean {
    return stacked[this.options.stepping ? 'stepping' : 'live'].matches;
  }

  show(whole: Scene): void {
    const scene = excerptOf(whole);
    const { shape, snapshot } = scene;
    const inputs = snapshot?.layers.at(0)?.inputs ?? 0;
    const isImage = Boolean(snapshot?.image);
    const changed =
      shape !== this.scene?.shape ||
      isImage !== Boolean(this.scene.snapshot?.image) ||
      (shape.inputNames.length === 0 && inputs !== this.inputs);
    const isOther = (scene.pictures === undefined) !== (this.scene?.pictures === undefined);
    this.scene = scene;
    if (changed) {
      this.inputs = inputs;
      const before = this.model;
      this.model = modelOf(shape, snapshot, layersDrawn(whole.shape.layers.length));
      setText(this.leftOut, leftOutText(whole.shape) ?? '');
      this.hovered = null;
      if (this.cursor && !isInBoth(before, this.model, this.cursor.target)) this.cursor = null;
      if (this.pinned && !isInBoth(before, this.model, this.pinned)) {
        this.pinned = null;
        this.options.pinned?.(null);
      }
      this.element.setAttribute('aria-label', summaryOf(this.model));
      this.rebuild();
    } else if (isOther) {
      this.rebuild();
    } else {
      this.write();
    }
  }

  private rebuild(): void {
    const width = Math.floor(this.element.clientWidth);
    if (!this.model || width === 0) return;
    this.scale = typeScale();
    const tallest = this.isStacked ? (window.innerHeight * stackedShare) / this.scale : Infinity;
    const pictured = this.scene?.pictures !== undefined && !this.scene.snapshot?.image;
    this.layout = layoutOf(this.model, width / this.scale, {
      tallest,
      stepping: this.options.stepping,
      pictured,
    });
    const next = draw(this.model, this.layout, this.scale);
    this.drawing?.element.remove();
    this.stage.prepend(next.element);
    this.drawing = next;
    this.painted = null;
    this.write();
  }

  private write(): void {
    if (!this.drawing || !this.scene) return;
    const { snapshot, progress, pictures } = this.scene;
    this.drawing.update({ snapshot, progress, scale: weightScale(snapshot), ...this.colors });
    if (pictures && pictures !== 'pending' && pictures !== this.painted) {
      this.drawing.paint(pictures);
      this.painted = pictures;
    }
    this.lift();
  }

  /** Highlights the element under the pointer, else the one selected by keys, else the pinned one. */
  private lift(): void {
    const target = this.hovered ?? this.cursor?.target ?? this.pinned;
    this.drawing?.highlight(target, this.scene?.lit ?? []);
    this.options.pointed?.(target?.kind === 'unit' ? this.unitPlace(target) : null);
    if (!target || !this.model || !this.layout || !this.scene) {
      this.card.hide();
      return;
    }
    const { x, y } = placeOf(this.layout, target);
    const description = this.options.describe(this.model, this.scene.snapshot, target);
    const { scale, layout } = this;
    const room = { width: layout.width * scale, height: layout.height * scale };
    this.card.show(
      description,
      x * scale,
      y * scale,
      room,
      target.kind === 'unit' ? this.cardPicture(target) : null,
    );
  }

  /** Returns a larger picture of a unit for its card; null where the card has none. */
  private cardPicture(target: Extract<Target, { kind: 'unit' }>): HTMLElement | null {
    const { pictures } = this.scene ?? {};
    const isPictured = this.layout?.columns[target.column].pictured ?? false;
    if (!pictures || pictures === 'pending' || !isPictured || !this.options.isPictureInCard?.()) return null;
    const canvas = html('canvas', { class: 'card-picture' });
    pictures.paint(canvas, this.unitPlace(target), cardPictureSide);
    return canvas;
  }

  private unitPlace({ column, unit }: Extract<Target, { kind: 'unit' }>): UnitPlace {
    return { layer: this.model?.columns[column].layer ?? column, unit };
  }

  private listen(): void {
    this.stage.addEventListener('pointermove', (event) => this.hover(this.targetAt(event)));
    this.stage.addEventListener('pointerleave', () => this.hover(null));
    this.stage.addEventListener('click', (event) => this.pin(this.targetAt(event)));
    this.element.addEventListener('keydown', (event) => this.key(event));
    this.element.addEventListener('blur', () => {
      this.cursor = null;
      this.lift();
    });
  }

  private targetAt(event: MouseEvent): Target | null {
    if (!this.layout || !this.drawing) return null;
    const label = event.target instanceof Element ? event.target.closest<SVGElement>('.label') : null;
    if (label) return labelTarget(label);
    const { left, top } = this.drawing.element.getBoundingClientRect();
    return pick(this.layout, (event.clientX - left) / this.scale, (event.clientY - top) / this.scale);
  }

  private hover(target: Target | null): void {
    if (sameTarget(target, this.hovered)) return;
    this.hovered = target;
    this.lift();
  }

  /** Pins an element, or releases it where it is pinned already. */
  private pin(target: Target | null): void {
    if (this.options.chosen) {
      if (this.model) this.options.chosen(target, this.model);
      return;
    }
    this.pinned = sameTarget(target, this.pinned) ? null : target;
    this.options.pinned?.(this.pinned);
    this.lift();
  }

  private key(event: KeyboardEvent): void {
    if (!this.model || !this.layout || !this.scene) return;
    if (event.key === 'Enter' || event.key === ' ') this.pin(this.cursor?.target ?? null);
    else if (event.key === 'Escape') this.release();
    else {
      const next = walk({ columns: this.model.columns, links: this.layout.links }, this.cursor, event.key);
      if (!next) return;
      this.cursor = next;
      this.hovered = null;
      this.lift();
      setText(this.spoken, sentence(this.options.describe(this.model, this.scene.snapshot, next.target)));
      this.reveal(next.target);
    }
    event.preventDefault();
  }

  private release(): void {
    this.cursor = this.pinned = this.hovered = null;
    this.options.pinned?.(null);
    this.lift();
  }

  /** Scrolls an element of a wide network into a narrow window. */
  private reveal(target: Target): void {
    const x = placeOf(this.layout!, target).x * this.scale;
    const { scrollLeft, clientWidth } = this.element;
    if (x < scrollLeft + 40 || x > scrollLeft + clientWidth - 40)
      this.element.scrollLeft = x - clientWidth / 2;
  }
}

/** Returns the target of a label, which may be beside its line instead of on it. */
function labelTarget({ dataset }: SVGElement): Target {
  return {
    kind: 'weight',
    column: Number(dataset.column),
    unit: Number(dataset.unit),
    input: Number(dataset.input),
  };
}

function summaryOf({ columns }: Model): string {
  return l10n.t('Network: {0}', columns.map(({ title, detail }) => `${title} · ${detail}`).join(', '));
}

function themeColors(): { readonly positive: Rgb; readonly negative: Rgb } {
  const theme = readTheme();
  return { positive: rgb(theme.positive), negative: rgb(theme.negative) };
}
