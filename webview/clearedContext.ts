import { setAttributes } from './dom.js';

/**
 * Sizes a canvas for the resolution of the screen and returns its context, cleared and in its initial state, with CSS
 * pixels as units.
 * @param width the width of the canvas in CSS pixels
 * @param height the height of the canvas in CSS pixels
 */
export function clearedContext(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio;
  setAttributes(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const context = canvas.getContext('2d')!;
  context.reset();
  context.scale(ratio, ratio);
  return context;
}
