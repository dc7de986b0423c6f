import assert from 'node:assert/strict';
import { renderToString } from 'katex';
import * as l10n from '@vscode/l10n';
import { derivePass, deriveParameter } from '../../src/derivation/derive.js';
import { displayLatex, type Document } from '../../src/derivation/document.js';
import { toHtml } from '../../src/derivation/html.js';
import { toLatex } from '../../src/derivation/latex.js';
import { toMarkdown } from '../../src/derivation/markdown.js';
import { createNetwork } from '../../src/engine/model/initialize.js';
import { activationNames, lossNames, optimizerNames, type LayerSpec } from '../../src/engine/model/spec.js';
import { layerSpec, optimizerSpec, samples, trainingSpec } from '../engine/fixture.js';
import { traceOf } from '../engine/trace/support.js';

const noBias = { value: 0, shared: false, trainable: true, names: null } as const;
const options = { name: 'A & <B>_1', language: 'en', digits: 6 } as const;

function pass(
  activation: string,
  rest: {
    loss?: (typeof lossNames)[number];
    optimizer?: (typeof optimizerNames)[number];
    samples?: number;
  } = {},
) {
  const spec = {
    layers: [layerSpec(2, activation, { names: ['petal width', 'h_2'] }), layerSpec(2, 'sigmoid')],
    loss: rest.loss ?? 'halfSquaredError',
    functions: {},
  } as const;
  const training = trainingSpec({
    optimizer: optimizerSpec({ type: rest.optimizer ?? 'sgd' }),
    regularization: { l1: 0.1, l2: 0.2 },
    clipGradientNorm: 1e-7,
  });
  const rows = Array.from({ length: rest.samples ?? 1 }, (_, n) => n);
  const data = samples(rows.map((n) => [0.4, n - 0.7]), rows.map(() => [0, 1])); // prettier-ignore
  return traceOf(spec, createNetwork(spec, 2, training), data, training);
}

function whole(...args: Parameters<typeof pass>): Document {
  const document = derivePass(pass(...args), options);
  assert.ok(document);
  return document;
}

/** Typesets all formulas. KaTeX throws where it does not support something. */
function typeset({ blocks }: Document): number {
  const formulas = blocks.filter((block) => block.kind === 'formula' || block.kind === 'equation');
  for (const formula of formulas)
    renderToString(displayLatex(formula), { displayMode: true, strict: 'error', throwOnError: true });
  return formulas.length;
}

describe('a derivation', () => {
  for (const activation of activationNames)
    it(`through ${activation} typesets`, () => assert.ok(typeset(whole(activation)) > 40));
  for (const loss of lossNames)
    it(`of ${loss} typesets`, () => assert.ok(typeset(whole('tanh', { loss })) > 40));
  for (const optimizer of optimizerNames)
    it(`with ${optimizer} typesets`, () => assert.ok(typeset(whole('tanh', { optimizer })) > 20));

  it('of a batch shows the affine layers as matrices with their shapes', () => {
    const document = whole('tanh', { samples: 3 });
    typeset(document);
    const text = toMarkdown(document);
    assert.ok(text.includes('X: 3 \\times 2'));
    assert.ok(text.includes('\\frac{1}{3} \\Delta^{\\mathsf{T}} X'));
  });

  /** Returns the Markdown of a pass through one layer. */
  function single(units: number, rows: number, bias?: Partial<NonNullable<LayerSpec['bias']>>): string {
    const layer = layerSpec(units, 'identity', bias && { bias: { ...noBias, ...bias } });
    const spec = { layers: [layer], loss: 'halfSquaredError', functions: {} } as const;
    const data = samples(Array.from({ length: rows }, () => [1, 2]), Array.from({ length: rows }, () => Array<number>(units).fill(0))); // prettier-ignore
    const document = derivePass(
      traceOf(spec, createNetwork(spec, 2, trainingSpec()), data, trainingSpec()),
      options,
    );
    assert.ok(document);
    return toMarkdown(document);
  }

  it('of a batch gives large matrices by their shapes alone', () => {
    const numbersOf = (units: number, rows: number) =>
      single(units, rows).split('\\begin{pmatrix}').length - 1;
    // Y, ∂E/∂X, ∂E/∂W and ∂E/∂b
    assert.equal(numbersOf(8, 8), 4);
    assert.equal(numbersOf(8, 9), 3, 'Y has 72 entries');
  });

  it('of a batch sums the gradient of a shared bias over the units, too', () => {
    assert.ok(single(2, 3, { shared: true }).includes('\\sum_{n,u} \\Delta_{n,u}'));
    assert.ok(single(2, 3, { shared: false }).includes('\\sum_{n} \\Delta_{n}'));
  });

  it('as HTML is self-contained and escapes names', () => {
    const html = toHtml(whole('tanh'));
    assert.match(html, /^<!DOCTYPE html>\n<html lang="en">/);
    assert.ok(html.includes('A &amp; &lt;B&gt;_1'));
    assert.doesNotMatch(html, /<script|<link|<img|src=|@import|url\(|<B>|katex-error/);
    assert.ok(html.includes('<math'));
    const links = [...html.matchAll(/https?:\/\/[^"]*/g)].map(([link]) => link);
    assert.deepEqual(new Set(links), new Set(['http://www.w3.org/1998/Math/MathML']));
  });

  it('as LaTeX closes what it opens and escapes names', () => {
    const latex = toLatex(whole('softmax', { samples: 2 }));
    assert.ok(latex.includes('A \\& <B>\\_1'));
    const names = (command: string) =>
      [...latex.matchAll(new RegExp(`\\\\${command}\\{(\\w+)\\}`, 'g'))].map(([, name]) => name);
    assert.deepEqual(names('begin').sort(), names('end').sort());
    assert.equal(latex.split('\\[').length, latex.split('\\]').length);
  });

  it('as LaTeX escapes every character that LaTeX reads as something else', () => {
    const blocks = [{ kind: 'text', text: '\\ { } $ & # ^ _ % ~' }] as const;
    const latex = toLatex({ title: '', language: 'en', blocks });
    assert.ok(
      latex.includes('\\textbackslash{} \\{ \\} \\$ \\& \\# \\textasciicircum{} \\_ \\% \\textasciitilde{}'),
    );
  });

  it('in Chinese is Chinese throughout', () => {
    l10n.config({ contents: { 'Forward pass': '前向传播', 'Net input of {0}': '{0} 的净输入' } });
    try {
      const document = derivePass(pass('tanh'), { ...options, language: 'zh-cn' });
      assert.ok(document);
      assert.match(toMarkdown(document), /## 前向传播[\s\S]*petal width 的净输入/);
      assert.match(toLatex(document), /\{ctexart\}/);
    } finally {
      l10n.config({ contents: {} });
    }
  });

  it('of one weight has every step it needs and each only once', () => {
    const document = deriveParameter(
      pass('tanh', { optimizer: 'adam' }),
      { layer: 2, unit: 1, input: 0 },
      options,
    );
    assert.ok(document);
    const text = toMarkdown(document);
    for (const words of [
      'Gradient of w7:',
      'Norm of all the gradients:',
      'Mean of the gradients of w7:',
      'w7 after the update:',
    ])
      assert.equal(text.split(words).length, 2, words);
    assert.doesNotMatch(text, /Mean of the gradients of w8/);
    const headings = text.match(/^## .*$/gm);
    assert.deepEqual(headings, ['## The chain rule along every path', '## Forward pass', '## Backward pass', '## Update']); // prettier-ignore
    typeset(document);
  });

  it('is not created for too many steps', () => {
    const spec = { layers: [layerSpec(60, 'tanh')], loss: 'halfSquaredError', functions: {} } as const;
    const data = samples([Array.from({ length: 60 }, () => 1)], [Array.from({ length: 60 }, () => 1)]);
    const trace = traceOf(spec, createNetwork(spec, 60, trainingSpec()), data, trainingSpec());
    assert.equal(derivePass(trace, options), null);
    assert.ok(deriveParameter(trace, { layer: 1, unit: 3, input: 7 }, options));
  });
});
