import * as l10n from '@vscode/l10n';
import type { Matrix } from '../engine/model/network.js';
import { numberLatex, type Digits } from '../engine/trace/digits.js';
import { matrixForm } from '../engine/trace/matrixForm.js';
import type { Phase } from '../engine/trace/stepPlace.js';
import type { Trace } from '../engine/trace/trace.js';
import type { Block } from './document.js';

/** The number of entries above which only a matrix's shape is shown. */
const mostEntries = 64;

/** Returns a layer's affine part for the whole batch: its equations, their shapes and, where they fit, their numbers. */
export function matrixBlocks(trace: Trace, phase: Phase, layer: number, digits: Digits): Block[] {
  if (trace.source.rows.length === 1) return [];
  const form = matrixForm(trace, layer);
  const n = form.inputs.rows;
  if (phase === 'forward') {
    const bias = form.bias ? ' + b' : '';
    return [
      { kind: 'text', text: l10n.t('For the whole batch, as matrices:') },
      { kind: 'equation', left: 'Y', right: [`X W^{\\mathsf{T}}${bias}`, ...entries(form.nets, digits)] },
      shapes({ X: form.inputs, W: form.weights, ...(form.bias ? { b: form.bias } : {}), Y: form.nets }),
    ];
  }
  const { dNets, dInputs, dWeights, dBias } = form;
  if (phase !== 'backward' || !dNets || !dInputs || !dWeights) return [];
  const delta = '\\Delta';
  const isShared = dBias?.columns === 1;
  const { network } = trace.source;
  const [weighted, weight] = network.classWeights
    ? ['\\operatorname{diag}(\\omega) ', '\\omega_n ']
    : ['', ''];
  const summed = isShared ? `\\sum_{n,u} ${weight}${delta}_{n,u}` : `\\sum_{n} ${weight}${delta}_{n}`;
  const count = network.classWeights ? '\\sum_{n} \\omega_n' : n;
  const mean = network.reduction === 'sum' ? '' : `\\frac{1}{${count}} `;
  return [
    { kind: 'text', text: l10n.t('For the whole batch, as matrices, the bias summed over the batch axis:') },
    { kind: 'equation', left: partial('X'), right: [`${delta} W`, ...entries(dInputs, digits)] },
    {
      kind: 'equation',
      left: partial('W'),
      right: [`${mean}${delta}^{\\mathsf{T}} ${weighted}X`, ...entries(dWeights, digits)],
    },
    ...(dBias
      ? [
          {
            kind: 'equation' as const,
            left: partial('b'),
            right: [`${mean}${summed}`, ...entries(dBias, digits)],
          },
        ]
      : []),
    shapes({
      [delta]: dNets,
      [partial('X')]: dInputs,
      [partial('W')]: dWeights,
      ...(dBias ? { [partial('b')]: dBias } : {}),
    }),
  ];
}

const partial = (by: string) => `\\frac{\\partial E}{\\partial ${by}}`;

function shapes(matrices: Readonly<Record<string, Matrix>>): Block {
  const list = Object.entries(matrices).map(
    ([name, { rows, columns }]) => `${name}: ${rows} \\times ${columns}`,
  );
  return { kind: 'formula', latex: list.join(',\\quad ') };
}

function entries({ rows, columns, values }: Matrix, digits: Digits): string[] {
  if (values.length > mostEntries) return [];
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns), (value) =>
      numberLatex(value, digits),
    ).join(' & '),
  );
  return [`\\begin{pmatrix} ${lines.join(' \\\\ ')} \\end{pmatrix}`];
}
