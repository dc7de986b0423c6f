const intervalMs = 100;

/**
 * `now` is the next frame, `soon` keeps to ten redraws a second, and `later` waits for more to come, but no longer than
 * a tenth of a second.
 */
export type Urgency = 'now' | 'soon' | 'later';

/** Coalesces requests to paint. */
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
