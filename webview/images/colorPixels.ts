/**
 * Returns RGBA pixels of values that come in threes: red, green and blue. A pixel with an unknown value is transparent.
 * @param shade returns the intensity of a value, from 0 to 1
 */
export function colorPixels(
  values: ArrayLike<number>,
  shade: (value: number) => number = (value) => value,
): Uint8ClampedArray<ArrayBuffer> {
  const count = Math.floor(values.length / 3);
  const pixels = new Uint8ClampedArray(count * 4);
  for (let pixel = 0; pixel < count; pixel++) {
    let isKnown = true;
    for (let channel = 0; channel < 3; channel++) {
      const value = values[pixel * 3 + channel];
      isKnown &&= Number.isFinite(value);
      pixels[pixel * 4 + channel] = Math.round(shade(value) * 255);
    }
    pixels[pixel * 4 + 3] = isKnown ? 255 : 0;
  }
  return pixels;
}

/** Returns the RGBA pixels of weights that come in threes, in which gray is 0 and `scale` the largest intensity. */
export const weightColors = (values: ArrayLike<number>, scale: number): Uint8ClampedArray<ArrayBuffer> =>
  colorPixels(values, (value) => 0.5 + value / (2 * scale));
