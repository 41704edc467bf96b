/** How long a page that nobody sees may go on holding what it should no longer hold. */
const UNSEEN = 1_000;

/** Resolves at the page's next frame; a page that nobody sees has none, and waits a second. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const draw = () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      resolve();
    };
    const timer = setTimeout(draw, UNSEEN);
    const frame = requestAnimationFrame(draw);
  });
}
