import { generatorNames, type GeneratorName } from '../../config/spec.js';
import { generate } from '../../data/generators.js';
import { forEachRow } from '../../data/table.js';
import type { GeneratorPicture } from '../../protocol.js';

const samples = 90;
const noise = 0.03;

let pictures: Readonly<Record<GeneratorName, GeneratorPicture>> | null = null;

/** Returns a few samples of each generator, always the same. */
export function generatorPictures(): Readonly<Record<GeneratorName, GeneratorPicture>> {
  pictures ??= Object.fromEntries(generatorNames.map((name) => [name, pictureOf(name)])) as Record<
    GeneratorName,
    GeneratorPicture
  >;
  return pictures;
}

function pictureOf(generator: GeneratorName): GeneratorPicture {
  const table = generate({ kind: 'generator', generator, samples, noise }, 1, 2);
  const { targets } = table;
  const inputs = table.fit(Uint32Array.of()).values;
  const points: number[] = [];
  forEachRow(inputs, Array(samples).keys(), (row) => points.push(...row));
  if (targets.kind === 'classes')
    return { points: Float32Array.from(points), classOf: Uint8Array.from(targets.classOf) };
  const pairs: number[] = [];
  forEachRow(targets.values, Array(samples).keys(), ([y]) => pairs.push(points[pairs.length / 2], y));
  return { points: Float32Array.from(pairs), classOf: new Uint8Array(samples) };
}
