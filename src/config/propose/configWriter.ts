import { visible } from '../characters.js';

/** A property of an object with comments: one in the lines above it, or one behind it. */
export interface Property {
  readonly key: string;
  readonly value: PropertyValue;
  /** Lines above the property. */
  readonly above?: readonly string[];
  /** A text in the same line. */
  readonly behind?: string;
}

/** A value that is written on one line, an object of properties, or a list of values with comments above each. */
export type PropertyValue =
  | { readonly kind: 'line'; readonly value: unknown }
  | { readonly kind: 'object'; readonly properties: readonly Property[] }
  | {
      readonly kind: 'list';
      readonly items: readonly { readonly value: unknown; readonly above: readonly string[] }[];
    };

export const line = (value: unknown): PropertyValue => ({ kind: 'line', value });
export const object = (properties: readonly Property[]): PropertyValue => ({ kind: 'object', properties });

/** Returns the text of a config, with comments on lines of their own above the whole. */
export function writeConfig(above: readonly string[], properties: readonly Property[]): string {
  return `${[...comments(above), ...objectLines(properties)].join('\n')}\n`;
}

function objectLines(properties: readonly Property[]): string[] {
  const lines = properties.flatMap(({ key, value, above = [], behind = '' }, i) => {
    const written = valueLines(value);
    written[0] = `${JSON.stringify(key)}: ${written[0]}`;
    const comma = i < properties.length - 1 ? ',' : '';
    written[written.length - 1] += comma + (behind && ` // ${visible(behind)}`);
    return [...comments(above), ...written];
  });
  return ['{', ...indented(lines), '}'];
}

function valueLines(value: PropertyValue): string[] {
  if (value.kind === 'line') return [oneLine(value.value)];
  if (value.kind === 'object') return objectLines(value.properties);
  const lines = value.items.flatMap(({ value: item, above }, i) => [
    ...comments(above),
    oneLine(item) + (i < value.items.length - 1 ? ',' : ''),
  ]);
  return ['[', ...indented(lines), ']'];
}

const indented = (lines: readonly string[]): string[] => lines.map((text) => `  ${text}`);

const comments = (texts: readonly string[]): string[] => texts.map((text) => `// ${visible(text)}`);

/** Returns a value as JSON on one line, with a space after each colon and comma. */
function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${oneLine(each)}`);
  return `{ ${parts.join(', ')} }`;
}
