import type { GeneratorPicture } from '../../src/protocol.js';
import type { ClassColor } from '../theme.js';

/** The part of the side that stays free around the samples. */
const margin = 0.1;
const dotRadius = 0.035;

/** Draws a generator's samples: classes in their colors, or numbers as a curve of dots. */
export function drawThumbnail(
  canvas: HTMLCanvasElement,
  { points, classOf }: GeneratorPicture,
  colors: readonly ClassColor[],
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width } = canvas;
  context.clearRect(0, 0, width, width);
  const place = [0, 1].map((axis) => {
    const values = points.filter((_, index) => index % 2 === axis);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number): number => margin + ((value - low) / (high - low || 1)) * (1 - 2 * margin);
  });
  for (let row = 0; row < points.length / 2; row++) {
    context.fillStyle = colors[classOf[row]].css;
    context.beginPath();
    const [x, y] = [place[0](points[2 * row]), 1 - place[1](points[2 * row + 1])];
    context.arc(x * width, y * width, dotRadius * width, 0, 2 * Math.PI);
    context.fill();
  }
}
