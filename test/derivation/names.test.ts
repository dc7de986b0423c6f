import assert from 'node:assert/strict';
import { derivePass } from '../../src/derivation/derive.js';
import type { Document } from '../../src/derivation/document.js';
import { toHtml } from '../../src/derivation/html.js';
import { toLatex } from '../../src/derivation/latex.js';
import { toMarkdown } from '../../src/derivation/markdown.js';
import { copiedRows, stepView } from '../../src/host/steps/stepView.js';
import { walkOf } from '../debug/support.js';

const unusualNames = {
  controls: 'a\u0000b\u001b[31m\nc\u0085',
  markup: '<script>alert(1)</script>',
  entity: '&lt;b&gt;',
  latex: '}\\input{x}$$#%~^_&{',
  link: '[go](command:x)',
  list: '- item',
  heading: '# head `code` *bold*',
  long: 'x'.repeat(10_000),
  turned: 'a\u202eb\u2066c',
  hebrew: 'שלום עולם',
  surrogate: 'a\ud800b',
  nothing: '\u0000',
};

async function passOf(name: string): Promise<{ document: Document; text: string }> {
  const walk = await walkOf({
    layers: [
      { units: 1, activation: 'tanh', names: [name], weights: { value: [[0.5]], names: [[`w${name}`]] } },
      { units: 1 },
    ],
    loss: 'halfSquaredError',
    data: { inputs: [[1]], targets: [[2]], inputNames: [`i${name}`], targetNames: [`t${name}`] },
  });
  const options = { name, language: 'en', digits: 6, notes: [name] };
  const document = derivePass(walk.trace, options);
  assert.ok(document);
  walk.last();
  const view = stepView(walk, { digits: 6, parameter: null, aside: 'unit' }, 1);
  return { document, text: JSON.stringify(view.rows) + copiedRows(walk, 6).replaceAll('\t', ' ') };
}

describe('a derivation of a network with a name of', () => {
  for (const [kind, name] of Object.entries(unusualNames)) {
    it(`${kind} is one line a name, of which nothing is taken for markup`, async () => {
      const { document, text } = await passOf(name);
      const html = toHtml(document);
      const markdown = toMarkdown(document);
      const latex = toLatex(document);
      for (const [format, content] of Object.entries({ html, markdown, latex, text })) {
        assert.doesNotMatch(content, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066\u2067\ud800-\udfff](?![\udc00-\udfff])/u, format); // prettier-ignore
      }
      assert.doesNotMatch(html, /<script|katex-error|<b>/);
      assert.doesNotMatch(markdown, /^(?!\$\$|\\(begin|end)|.*&=).*((?<!\\)<script|(?<!\\)\[go|(?<!\\)`|(?<!\\)\*bold)/m); // prettier-ignore
      assert.doesNotMatch(markdown, /^- |(?<!\\)&lt;/m);
      assert.doesNotMatch(latex, /(?<!\\textbackslash(?:\{\}| ))(?<!\\)\\input/);
      assert.equal(latex.split('$$').length, 1);
      assert.ok(html.length < 200_000, `${html.length} characters`);
    });
  }

  it('right-to-left words keeps numbers where they are', async () => {
    const { text } = await passOf(unusualNames.hebrew);
    assert.match(text, /net_\u2068שלום עולם\u2069 = /);
  });
});
