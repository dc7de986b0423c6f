import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkNotes } from '../../../src/jobs/notes/checkNotes.js';
import { filesIn } from '../../../src/node/filesIn.js';
import { defineTarget } from '../target.js';

const config = '{"layers":[{"units":2,"activation":"tanh"},{"units":1}],"loss":"huber","data":{"inputs":[[1],[2]],"targets":[[0],[1]]}}'; // prettier-ignore
const block = `\`\`\`backprop\n${config}\n\`\`\`\n`;
const line = fc
  .tuple(
    fc.constantFrom('net_h1', 'out_h2', 'net_o1', 'out_o1[2]', 'E', 'w1', 'delta_o1', 'x'),
    fc.constantFrom('0.3775', '-1e-3', '4·10⁻⁴', '0,5', '____', ''),
  )
  .map(([name, number]) => `<!-- backprop: ${name} --> ${number}\n`);
const piece = fc.oneof(
  { arbitrary: line, weight: 2 },
  fc.constantFrom(
    block, '```backprop\n', '```\n', '~~~backprop\r\n{}\r\n~~~\r\n', '\n', '\r\n', '\r', '$$\n',
    '|', '| a | b |\n', '|---|---|\n', '| 0.5 | <!-- backprop: E --> |\n', '<!-- backprop: net_h1 -->', '<!-- backprop: out_o1[2] -->',
    '<!-- backprop: w1 -->', '<!-- backprop: digits=4 -->', '<!-- backprop:', '-->', '____', '0.3775', '-1e-3', '4·10⁻⁴', '0,5', '= ', '`', '``', ' ',
  ),
  fc.string({ maxLength: 5 }),
); // prettier-ignore

/** Lecture notes and worksheets in Markdown. */
export const notes = defineTarget<string>({
  name: 'notes',
  inputs: fc
    .tuple(fc.nat(3), fc.array(piece, { maxLength: 30 }))
    .map(([config, pieces]) => `${config > 0 ? block : ''}${pieces.join('')}`),
  async attempt(text, folder) {
    const { entries, problems } = await checkNotes(text, filesIn(folder));
    const spans = [...entries.map(({ mark }) => mark.number.span), ...problems.map(({ span }) => span)];
    for (const { offset, length } of spans)
      assert.ok(offset >= 0 && length >= 0 && offset + length <= text.length + 1);
    for (const { mark } of entries) {
      const { offset, length } = mark.at;
      assert.equal(text.slice(offset, offset + length), mark.name);
    }
    return entries.length > 0;
  },
  show: (text) => ({ 'notes.md': text }),
});
