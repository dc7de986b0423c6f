import type { Image, ImageSize } from '../../src/protocol.js';
import { fitImage } from './fitImage.js';

/** The side of the square in which a picture of another size than the data's is placed like a drawing, in pixels. */
const side = 168;

/**
 * Reads the picture in a file as an image of the data's size. A picture of another size is placed like a drawing, or
 * stretched where the data's images have colors. Where they have none and the picture's border is light, it is dark on
 * light paper, so it is inverted.
 * @returns null where the file is not a picture that can be read, or is empty
 */
export async function readPicture(file: Blob, size: ImageSize): Promise<Image | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const { rows, columns, channels } = size;
  if (channels === 3) return { ...size, pixels: colorsOf(picture, columns, rows) };
  const isExact = picture.width === columns && picture.height === rows;
  if (isExact) return { ...size, pixels: inkOf(picture, columns, rows) };
  const pixels = fitImage({ side, values: inSquare(picture) }, size);
  return pixels && { ...size, pixels };
}

/** Returns the red, green and blue of each pixel, from 0 to 1. */
function colorsOf(picture: ImageBitmap, width: number, height: number): Float32Array {
  const data = scaled(picture, width, height);
  return Float32Array.from(
    { length: width * height * 3 },
    (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)] / 255,
  );
}

/** Returns the ink of a picture whose longer side is that of the square, which it leaves empty elsewhere. */
function inSquare(picture: ImageBitmap): Float32Array {
  const scale = side / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width, picture.height].map((each) =>
    Math.max(1, Math.round(each * scale)),
  );
  const ink = inkOf(picture, width, height);
  const square = new Float32Array(side * side);
  for (let row = 0; row < height; row++) square.set(ink.subarray(row * width, (row + 1) * width), row * side);
  return square;
}

/** Returns how bright each pixel is, from 0 to 1; inverted where the border is light. */
function inkOf(picture: ImageBitmap, width: number, height: number): Float32Array {
  const data = scaled(picture, width, height);
  const brightness = Float32Array.from({ length: width * height }, (_, i) => {
    const [red, green, blue] = data.subarray(i * 4, i * 4 + 3);
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255; // luma of ITU-R BT.601
  });
  return borderOf(brightness, width, height) > 0.5 ? brightness.map((value) => 1 - value) : brightness;
}

/** Returns the mean of the pixels at the border. */
function borderOf(values: Float32Array, width: number, height: number): number {
  const border = values.filter((_value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x === 0 || y === 0 || x === width - 1 || y === height - 1;
  });
  return border.reduce((sum, value) => sum + value, 0) / border.length;
}

/** Returns the RGBA pixels of a picture; what is transparent in it is white paper. */
function scaled(picture: ImageBitmap, width: number, height: number): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
