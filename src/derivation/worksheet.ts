import * as l10n from '@vscode/l10n';
import { plainQuantity } from '../engine/check/quantityNames.js';
import { numberText } from '../engine/trace/digits.js';
import type { Trace } from '../engine/trace/trace.js';
import { layerTitle } from './derive.js';
import { escaped } from './markdown.js';
import { phaseTitle, stepWords } from './words.js';

export interface WorksheetOptions {
  /** The name of the config. */
  readonly name: string;
  /** The text of the config whose first pass the trace is. */
  readonly config: string;
  /** The name of the loss, or its formula. */
  readonly loss: string;
  /** The indices of the steps whose values are asked for, in order. */
  readonly steps: readonly number[];
  /** The significant digits that are asked for. */
  readonly digits: number;
  /** Sentences on how this pass differs from that of the original config. */
  readonly notes: readonly string[];
}

/** The text of a blank. */
const blank = '____';

/**
 * Returns a worksheet as Markdown: the numbers that the pass starts with, and a blank, or in the key the value, for each
 * step that is asked for. `readNotes` reads it again.
 */
export function worksheet(trace: Trace, options: WorksheetOptions, kind: 'sheet' | 'key'): string {
  const title = kind === 'sheet' ? l10n.t('Worksheet: {0}', options.name) : l10n.t('Key: {0}', options.name);
  const parts = [
    `# ${escaped(title)}`,
    ...(kind === 'sheet' ? instructions(options) : []),
    `<!-- backprop: digits=${options.digits} -->`,
    `## ${escaped(l10n.t('Given'))}`,
    ...options.notes.map(escaped),
    ...given(trace),
    `\`\`\`backprop\n${options.config.trimEnd()}\n\`\`\``,
    ...questions(trace, options, kind),
  ];
  return `${parts.join('\n\n')}\n`;
}

function instructions({ digits, steps }: WorksheetOptions): string[] {
  const rounding = l10n.t(
    'Round every number to {0} significant digits, such as {1} or {2}, and continue with the rounded number or the exact one.',
    digits,
    (0.593269992).toPrecision(digits),
    (0.000438567734).toPrecision(digits),
  );
  return [
    `${escaped(l10n.t('Compute one pass of backpropagation by hand, and replace each of the {0} blanks with its number.', steps.length))} ${escaped(rounding)}`,
    escaped(
      l10n.t(
        'In VS Code with Backprop Lab, each number is checked as you type; the light bulb at a wrong one shows the formula.',
      ),
    ),
  ];
}

/** Returns the weights, the sample and the learning rate as tables. */
function given({ source }: Trace): string[] {
  const { network, names, batch, learningRate } = source;
  const before = (layer: number, input: number) =>
    layer === 1 ? names.input(input) : names.unit(layer - 1, input);
  const layers = network.layers.flatMap(({ inputs, units, weights, bias, biasShared }, i) => {
    const layer = i + 1;
    const head = [
      '',
      ...range(inputs).map((input) => before(layer, input)),
      ...(bias ? [l10n.t('bias')] : []),
    ];
    const rows = range(units).map((unit) => [
      names.unit(layer, unit),
      ...range(inputs).map((input) =>
        named(names.weight(layer, unit, input), weights[unit * inputs + input]),
      ),
      ...(bias ? [named(names.bias(layer, biasShared ? null : unit), bias[biasShared ? 0 : unit])] : []),
    ]);
    return [escaped(l10n.t('Weights of layer {0}:', layer)), table([head, ...rows])];
  });
  const last = network.layers.length;
  const sample = [
    ...range(batch.inputs.columns).map((i) => named(names.input(i), batch.inputs.values[i])),
    ...range(batch.targets.columns).map((i) => named(`t_${names.unit(last, i)}`, batch.targets.values[i])),
    named('η', learningRate),
  ];
  return [...layers, escaped(l10n.t('Inputs, targets and learning rate: {0}', sample.join(', ')))];
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const named = (name: string, value: number): string => `${name} = ${numberText(value, 'full')}`;

function table([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

function questions(trace: Trace, { steps, digits, loss }: WorksheetOptions, kind: 'sheet' | 'key'): string[] {
  let [phase, layer]: [string | null, number | null] = [null, null];
  return steps.flatMap((index, i) => {
    const step = trace.step(index);
    const part = step.phase === 'loss' ? l10n.t('Loss: {0}', loss) : layerTitle(trace, step.layer);
    const headings = [
      ...(step.phase === phase ? [] : [`## ${escaped(phaseTitle(step.phase))}`]),
      ...(step.phase === phase && step.layer === layer ? [] : [`### ${escaped(part)}`]),
    ];
    [phase, layer] = [step.phase, step.layer];
    const mark = `<!-- backprop: ${plainQuantity(step.notation.text)} -->`;
    const value = kind === 'sheet' ? blank : step.value.toPrecision(digits);
    return [
      ...headings,
      `${i + 1}. ${escaped(stepWords(step))}: $${step.notation.latex}$ = ${mark} ${value}`,
    ];
  });
}
