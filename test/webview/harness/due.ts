/** Tracks the redraws that a page has requested by wrapping the functions with which it requests them. */

/** The longest timeout of a redraw. Longer timeouts serve other purposes. */
const patienceMs = 1000;
/** The browser's functions, which Node's types would shadow. */
const page: Window = window;
const setTimer = page.setTimeout.bind(page);
const clearTimer = page.clearTimeout.bind(page);
const nextFrame = page.requestAnimationFrame.bind(page);
const due = new Set<number | undefined>();
const cancelFrame = page.cancelAnimationFrame.bind(page);
const frames = new Set<number>();

page.setTimeout = (handler: TimerHandler, delay = 0) => {
  const id = setTimer(() => {
    due.delete(id);
    (handler as () => void)();
  }, delay);
  if (delay < patienceMs) due.add(id);
  return id;
};

page.clearTimeout = (id) => {
  due.delete(id);
  clearTimer(id);
};

page.requestAnimationFrame = (callback) => {
  const id = nextFrame((time) => {
    frames.delete(id);
    callback(time);
  });
  frames.add(id);
  return id;
};

page.cancelAnimationFrame = (id) => {
  frames.delete(id);
  cancelFrame(id);
};

/** Waits until no redraw is due, no code is being loaded, and the last redraw is on the screen. */
export function nothingDue(): Promise<void> {
  return new Promise((resolve) => {
    let calm = 0;
    const look = (): void => {
      const isLoading = document.querySelector(':not(:defined), [aria-busy=true]') !== null;
      calm = due.size === 0 && frames.size === 0 && !isLoading ? calm + 1 : 0;
      if (calm === 2) resolve();
      else nextFrame(look);
    };
    look();
  });
}
