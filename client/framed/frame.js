/*
 * For the page around: gives each frame of the ticker the height of what is in it. Include it once, as a script of its own.
 * A frame that was given a height keeps it while another one would move what the reader sees below it: until then it scrolls.
 */
(() => {
  const { origin } = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src);
  const frames = () =>
    [...document.querySelectorAll('iframe')].filter(({ src }) => src.startsWith(`${origin}/embed/ticker?`));
  /** @type {Map<HTMLIFrameElement, number>} */
  const wanted = new Map();
  /** How wide each was when it told its height. @type {WeakMap<HTMLIFrameElement, number>} */
  const widths = new WeakMap();

  /** @param {HTMLIFrameElement} frame @param {number} height */
  const movesNothing = (frame, height) => {
    const { bottom, height: before } = frame.getBoundingClientRect();
    const isBelow = Math.min(bottom, bottom - before + height) >= innerHeight;
    // What is read below a frame that was scrolled past is held in its place, where the browser does that.
    return before === 0 || isBelow || (bottom <= 0 && CSS.supports('overflow-anchor: auto'));
  };
  /** @param {HTMLIFrameElement} frame @param {number} height */
  const resize = (frame, height) => {
    const hasBorder = getComputedStyle(frame).boxSizing === 'border-box';
    const border = hasBorder ? frame.offsetHeight - frame.clientHeight : 0;
    frame.style.height = `${Math.ceil(height) + border}px`;
    wanted.delete(frame);
  };

  addEventListener('message', ({ data, origin: from, source }) => {
    // A frame in a sandbox has no origin to speak of; then it is known by its window alone.
    if (from !== origin && from !== 'null') return;
    const height = data?.type === 'news-ticker:height' ? Number(data.height) : NaN;
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (!frame || !(height > 0 && height < 20_000)) return;
    const before = widths.get(frame) ?? frame.clientWidth;
    widths.set(frame, frame.clientWidth);
    // Where nothing was reserved, or everything was laid out anew.
    const isFree = !frame.hasAttribute('height') || frame.clientWidth !== before;
    if (isFree || movesNothing(frame, height)) resize(frame, height);
    else wanted.set(frame, height);
  });
  const look = () => {
    for (const [frame, height] of wanted) if (movesNothing(frame, height)) resize(frame, height);
  };
  addEventListener('scroll', look, { capture: true, passive: true });

  // Those that were there first have told it to nobody.
  for (const { contentWindow } of frames()) contentWindow?.postMessage({ type: 'news-ticker:height?' }, '*');
})();
