import type { SavedModel } from '../savedModel.js';

/** Returns a model as JSON. Its arrays of numbers are the base64 text of their bytes, which keeps every bit. */
export function modelText(model: SavedModel): string {
  return JSON.stringify(model, (_key, value: unknown) =>
    value instanceof Float64Array || value instanceof Float32Array
      ? { [value instanceof Float32Array ? 'f32' : 'f64']: base64(value) }
      : value,
  );
}

/** Returns the model of a text that `modelText` returned. The text must be trusted. */
export function modelInText(text: string): SavedModel {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('f64' in value) return new Float64Array(bytesIn(String(value.f64)));
    return 'f32' in value ? new Float32Array(bytesIn(String(value.f32))) : value;
  }) as SavedModel;
}

const digits = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

/** Returns the bytes of numbers as base64 text. Node's `btoa` would take seconds for some megabytes. */
function base64({ buffer, byteOffset, byteLength }: Float64Array | Float32Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const text = new Uint8Array(4 * Math.ceil(byteLength / 3)).fill('='.charCodeAt(0));
  for (let from = 0, to = 0; from < byteLength; from += 3, to += 4) {
    const group = (bytes[from] << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    const given = Math.min(3, byteLength - from);
    for (let i = 0; i <= given; i++) text[to + i] = digits[(group >> (18 - 6 * i)) & 63];
  }
  return new TextDecoder().decode(text);
}

function bytesIn(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
}
