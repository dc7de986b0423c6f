import * as l10n from '@vscode/l10n';
import type { AsideView, MatrixView, StepOptions, StepView } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { dropdown } from '../toolkit.js';
import { createFormula } from './formula.js';
import { drawGraph } from './graph.js';
import { leads } from './follow.js';

/** Creates the area beside the formula: a computational graph and, on request, the layer's matrices. */
export function createAside(
  chosen: StepOptions['aside'],
  choose: (aside: StepOptions['aside']) => void,
  follow: (ref: string) => void,
): { readonly element: HTMLElement; update(step: StepView): void } {
  const names: Readonly<Record<StepOptions['aside'], string>> = {
    none: l10n.t('No graph'),
    unit: l10n.t('Graph of the unit'),
    layer: l10n.t('Layer as matrices'),
    function: l10n.t('Graph of a function'),
  };
  const title = html('h2', {});
  const note = html('p', { class: 'muted' });
  const picture = html('div', { class: 'graph scroll', tabindex: 0, role: 'region' });
  const matrices = html('div', { class: 'matrices' });
  const chooser = dropdown(l10n.t('Shown beside the formula'), names, chosen, choose);
  const header = html('div', { class: 'section-header' }, title, chooser);
  const element = html('section', { class: 'aside' }, header, note, picture, matrices);
  let shown: AsideView | null | undefined;
  const draw = (): void => {
    if (shown?.graph) picture.replaceChildren(drawGraph(shown.graph, picture.clientWidth, follow));
  };
  let width = 0;
  new ResizeObserver(() => {
    if (picture.clientWidth === width) return;
    width = picture.clientWidth;
    draw();
  }).observe(picture);
  const update = ({ aside }: StepView): void => {
    if (aside === shown) return;
    shown = aside;
    setText(title, aside?.title ?? l10n.t('Computational graph'));
    show(note, typeof aside?.note === 'string');
    setText(note, aside?.note ?? '');
    show(picture, Boolean(aside?.graph));
    picture.setAttribute('aria-label', aside?.title ?? '');
    const { scrollLeft } = picture;
    draw();
    picture.scrollLeft = scrollLeft;
    show(matrices, Boolean(aside && aside.formulas.length + aside.matrices.length > 0));
    const formulas = (aside?.formulas ?? []).map((latex) => mathematics(latex));
    matrices.replaceChildren(
      html('div', { class: 'matrix-formulas' }, ...formulas),
      ...(aside?.matrices ?? []).map(matrixElement),
    );
  };
  return { element, update };
}

function mathematics(latex: string): HTMLElement {
  const formula = createFormula(leads, () => undefined);
  formula.show({ latex, text: latex }, {});
  return html('div', { class: 'side' }, formula.element);
}

/** Creates a matrix with its name and shape, and with its numbers where they are few enough. */
function matrixElement({ latex, shape, rows }: MatrixView): HTMLElement {
  const head = html(
    'div',
    { class: 'matrix-head' },
    mathematics(latex),
    html('span', { class: 'muted' }, shape),
  );
  const lines = rows?.map((row) =>
    html('tr', {}, ...row.map((value) => html('td', {}, value.replaceAll('-', '−')))),
  );
  const table = lines
    ? html('table', { class: 'matrix' }, html('tbody', {}, ...lines))
    : html('span', { class: 'muted' }, l10n.t('too large to show'));
  return html('div', { class: 'matrix-view' }, head, table);
}
