#!/usr/bin/env node
/**
 * Writes examples/digits-{images,labels}.idx.gz: 1,000 images of digits that resemble handwriting, 12 × 12 pixels. They
 * are drawn from a 5 × 7 bitmap font with random shifts, rotations, slants and pressure, and with noise. The images are
 * the same each time.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const size = 12;
const count = 1000;

const font = [
  '.###. #...# #..## #.#.# ##..# #...# .###.',
  '..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.',
  '.###. #...# ....# ...#. ..#.. .#... #####',
  '.###. #...# ....# ..##. ....# #...# .###.',
  '...#. ..##. .#.#. #..#. ##### ...#. ...#.',
  '##### #.... ####. ....# ....# #...# .###.',
  '..##. .#... #.... ####. #...# #...# .###.',
  '##### ....# ...#. ..#.. .#... .#... .#...',
  '.###. #...# #...# .###. #...# #...# .###.',
  '.###. #...# #...# .#### ....# ...#. .##..',
].map((rows) => rows.split(' '));

/** The state of the mulberry32 generator. */
let state = 20240607;
function uniform() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const between = (low, high) => low + (high - low) * uniform();
/** Returns a random number with an approximately standard normal distribution. */
const normal = () => Array.from({ length: 12 }, uniform).reduce((sum, each) => sum + each) - 6;

const ink = (glyph, x, y) => (glyph[y]?.[x] === '#' ? 1 : 0);

/** Returns the bilinear interpolation of the font's pixels. */
function sample(glyph, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [x - left, y - top];
  return (
    (1 - u) * (1 - v) * ink(glyph, left, top) +
    u * (1 - v) * ink(glyph, left + 1, top) +
    (1 - u) * v * ink(glyph, left, top + 1) +
    u * v * ink(glyph, left + 1, top + 1)
  );
}

function draw(digit) {
  const glyph = font[digit];
  const [dx, dy] = [between(-1.2, 1.2), between(-0.8, 0.8)];
  const [width, height] = [between(0.62, 0.85), between(0.66, 0.85)];
  const [turn, slant] = [between(-0.2, 0.2), between(-0.3, 0.15)];
  const pressure = between(0.9, 1.5);
  const middle = (size - 1) / 2;
  return Array.from({ length: size * size }, (_, i) => {
    const [px, py] = [(i % size) - middle - dx, Math.floor(i / size) - middle - dy];
    const x = px * Math.cos(turn) + py * Math.sin(turn) - slant * py;
    const y = py * Math.cos(turn) - px * Math.sin(turn);
    const gray = pressure * sample(glyph, x * width + 2, y * height + 3) + 0.07 * normal();
    return gray < 0.12 ? 0 : Math.min(255, Math.round(255 * gray));
  });
}

/** Returns a gzipped IDX file of unsigned bytes. */
function idx(shape, values) {
  const header = Buffer.from([
    0,
    0,
    8,
    shape.length,
    ...shape.flatMap((n) => [n >> 24, n >> 16, n >> 8, n].map((b) => b & 255)),
  ]);
  return gzipSync(Buffer.concat([header, Buffer.from(values)]), { level: 9 });
}

const labels = Array.from({ length: count }, (_, i) => i % 10);
const images = labels.flatMap(draw);
const examples = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'examples');
await writeFile(path.join(examples, 'digits-images.idx.gz'), idx([count, size, size], images));
await writeFile(path.join(examples, 'digits-labels.idx.gz'), idx([count], labels));
