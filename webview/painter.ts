const intervalMs = 100;

/** Coalesces requests into at most ten redraws a second; an urgent one comes with the next frame. */
export function createPainter(paint: () => void): (urgent: boolean) => void {
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
  return (urgent) => {
    const wait = last + intervalMs - performance.now();
    if (urgent || wait <= 0) atNextFrame();
    else if (!frame) timer ||= window.setTimeout(atNextFrame, wait);
  };
}
