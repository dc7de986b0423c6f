/**
 * Returns a function that requests work in a task of its own after the next frame, once for any number of requests. So a
 * frame with much to draw is divided in two.
 */
export function afterFrame(work: () => void): () => void {
  let frame = 0;
  const run = (): void => {
    frame = 0;
    work();
  };
  return () => {
    frame ||= requestAnimationFrame(run);
  };
}
