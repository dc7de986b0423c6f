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

function base64({ buffer, byteOffset, byteLength }: Float64Array | Float32Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x6000)
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
  return parts.join('');
}

function bytesIn(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
}
