import * as l10n from '@vscode/l10n';
import { html, setText, show, svg } from '../dom.js';
import { formatTick } from '../format.js';
import type { Layout } from './layout.js';

/** Creates the legend of line width and color: two wedges drawn to scale. */
export function createLegend(): {
  readonly element: HTMLElement;
  update(scale: number, layout: Layout): void;
} {
  const low = html('span', { class: 'number' });
  const high = html('span', { class: 'number' });
  const wedge = svg(
    'svg',
    { width: 96, height: 8, viewBox: '0 0 96 8', 'aria-hidden': 'true' },
    svg('polygon', { class: 'negative', points: '0,1 48,3.75 48,4.25 0,7' }),
    svg('polygon', { class: 'positive', points: '96,1 48,3.75 48,4.25 96,7' }),
  );
  const weights = html('span', { class: 'key' }, html('span', {}, l10n.t('weight')), low, wedge, high);
  const gradient = html('span', { class: 'heat-scale' });
  const meaning = l10n.t('mean weight, up to the number below');
  const heat = html(
    'span',
    { class: 'key' },
    html('span', {}, '−'),
    gradient,
    html('span', {}, '+'),
    html('span', {}, meaning),
  );
  const square = html(
    'span',
    { class: 'key' },
    html('span', { class: 'swatch swatch-square positive' }),
    l10n.t('bias'),
  );
  const disc = html(
    'span',
    { class: 'key' },
    html('span', { class: 'swatch swatch-disc positive' }),
    l10n.t('output'),
  );
  const picture = html('span', {});
  const element = html('div', { class: 'diagram-legend' }, weights, heat, square, disc, picture);
  const update = (scale: number, { links, columns }: Layout): void => {
    show(
      weights,
      links.some(({ kind }) => kind === 'lines'),
    );
    show(
      heat,
      links.some(({ kind }) => kind === 'block' || kind === 'band'),
    );
    show(
      square,
      columns.slice(1).some(({ drawn }) => drawn),
    );
    const isPictured = columns.some(({ pictured, drawn }) => pictured && drawn);
    show(disc, !isPictured);
    show(picture, isPictured);
    setText(
      picture,
      columns[0].drawn
        ? l10n.t('A unit shows its output over the inputs; point at it to see it large.')
        : l10n.t('A unit shows its incoming weights as an image; point at it to see them large.'),
    );
    setText(low, `−${formatTick(scale)}`);
    setText(high, `+${formatTick(scale)}`);
  };
  return { element, update };
}
