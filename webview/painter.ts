const intervalMs = 100;

/**
 * The delay of a redraw: `now` is the next frame, `soon` limits redraws to ten per second, and `later` waits up to a
 * tenth of a second for more data.
 */
export type Urgency = 'now' | 'soon' | 'later';

/** Creates a function that coalesces requests to paint. */
export function createPainter(paint: () => void): (urgency: Urgency) => void {
  let last = -Infinity;
  let timer = 0;
  let frame = 0;
  const draw = (): void => {
    frame = 0;
    last = performance.now();
    paint();
  };
  const atNextFrame = (): void => {
    window.clearTimeout(timer);
    timer = 0;
    frame ||= requestAnimationFrame(draw);
  };
  return (urgency) => {
    const wait = urgency === 'later' ? intervalMs : last + intervalMs - performance.now();
    if (urgency === 'now' || wait <= 0) atNextFrame();
    else if (!frame) timer ||= window.setTimeout(atNextFrame, wait);
  };
}
