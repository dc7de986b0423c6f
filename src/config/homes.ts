import whole from '../../media/backprop.schema.json';
import type { JsonPath } from './span.js';

/** What is looked at of a JSON schema. */
interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly then?: Schema;
  readonly else?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const root: Schema = whole as object;

/** Stands for any layer in a path. */
export const anyLayer = '*';

/** Objects further down are not looked into: their keys, such as `min` of an initializer, say little by themselves. */
const deepest = 2;

/** What an object is or has in many places, and what a formula has. */
const everywhere = new Set(['$schema', 'type', 'name', 'names', 'value', 'f', 'df', 'function', 'start']);

/** The paths of the objects that know a key, those nearer to the top first. */
const homes = new Map<string, JsonPath[]>();
for (let level: [Schema, JsonPath][] = [[root, []]]; level.length > 0;)
  level = level.flatMap(([object, path]) => (path.length > deepest ? [] : collect(object, path)));

/** Adds the keys of an object, and returns the objects at those keys. */
function collect(object: Schema, path: JsonPath): [Schema, JsonPath][] {
  return partsOf(object).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([key, value]): [Schema, JsonPath][] => {
      add(key, path);
      const below: [Schema, JsonPath][] = [[value, [...path, key]]];
      for (const { items } of partsOf(value)) if (items) below.push([items, [...path, key, anyLayer]]);
      return below;
    }),
  );
}

/** Once for each path, and not below another that knows the key as well. */
function add(key: string, path: JsonPath): void {
  const known = homes.get(key) ?? [];
  const isKnown = known.some((other) => other.every((segment, i) => segment === path[i]));
  if (!isKnown && !everywhere.has(key)) homes.set(key, [...known, path]);
}

/** A schema and everything in it that is about the same value. */
function partsOf(part: Schema): Schema[] {
  const { $ref, anyOf = [], allOf = [] } = part;
  const referred = $ref ? [root.definitions?.[$ref.replace('#/definitions/', '')] ?? {}] : [];
  const others = [part.then, part.else].filter((each) => each !== undefined);
  return [part, ...[...referred, ...anyOf, ...allOf, ...others].flatMap(partsOf)];
}

/** Returns the paths of the objects that a key belongs in; none where it is unknown, or means something everywhere. */
export const homesOf = (key: string): readonly JsonPath[] => homes.get(key) ?? [];
