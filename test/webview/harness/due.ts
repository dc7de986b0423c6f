/** Knows which redraws are due, by looking over the page's shoulder as it asks for them. */

/** Longer ones are no redraws. */
const patienceMs = 1000;
/** The browser's own, which Node's types would hide. */
const page: Window = window;
const later = page.setTimeout.bind(page);
const never = page.clearTimeout.bind(page);
const nextFrame = page.requestAnimationFrame.bind(page);
const due = new Set<number | undefined>();
const forgetFrame = page.cancelAnimationFrame.bind(page);
const frames = new Set<number>();

page.setTimeout = (handler: TimerHandler, delay = 0) => {
  const id = later(() => {
    due.delete(id);
    (handler as () => void)();
  }, delay);
  if (delay < patienceMs) due.add(id);
  return id;
};

page.clearTimeout = (id) => {
  due.delete(id);
  never(id);
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
  forgetFrame(id);
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
