import whole from '../../media/backprop.schema.json';
import type { JsonPath } from './span.js';

/** The parts of a JSON schema that are read here. */
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

/** The path segment that matches any layer. */
export const anyLayer = '*';

/** The depth of the deepest objects that are read. Keys below, such as `min` of an initializer, are ambiguous. */
const deepest = 2;

/** Keys that are not attributed to one object: those that many objects have, and those of formulas. */
const everywhere = new Set(['$schema', 'type', 'name', 'names', 'value', 'f', 'df', 'function', 'start']);

/** The paths of the objects that have a key in the schema, by key, the shallowest first. */
const keyPaths = new Map<string, JsonPath[]>();
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

/** Adds a path for a key, unless the path or one of its ancestors is already listed. */
function add(key: string, path: JsonPath): void {
  const known = keyPaths.get(key) ?? [];
  const isKnown = known.some((other) => other.every((segment, i) => segment === path[i]));
  if (!isKnown && !everywhere.has(key)) keyPaths.set(key, [...known, path]);
}

/** Returns a schema and all subschemas that apply to the same value. */
function partsOf(part: Schema): Schema[] {
  const { $ref, anyOf = [], allOf = [] } = part;
  const referred = $ref ? [root.definitions?.[$ref.replace('#/definitions/', '')] ?? {}] : [];
  const others = [part.then, part.else].filter((each) => each !== undefined);
  return [part, ...[...referred, ...anyOf, ...allOf, ...others].flatMap(partsOf)];
}

/** Returns the paths of the objects that a key belongs in; none where it is unknown, or valid in many objects. */
export const keyPathsOf = (key: string): readonly JsonPath[] => keyPaths.get(key) ?? [];
