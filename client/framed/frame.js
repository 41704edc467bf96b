/* For the page around: gives each frame of the ticker the height of what is in it. Include it once, as a script of its own. */
(() => {
  const { origin } = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src);
  const frames = () =>
    [...document.querySelectorAll('iframe')].filter(({ src }) => src.startsWith(`${origin}/embed/ticker?`));

  addEventListener('message', ({ data, origin: from, source }) => {
    // A frame in a sandbox has no origin to speak of; then it is known by its window alone.
    if (from !== origin && from !== 'null') return;
    const height = data?.type === 'news-ticker:height' ? Number(data.height) : NaN;
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (!frame || !(height > 0 && height < 20_000)) return;
    const hasBorder = getComputedStyle(frame).boxSizing === 'border-box';
    const border = hasBorder ? frame.offsetHeight - frame.clientHeight : 0;
    frame.style.height = `${Math.ceil(height) + border}px`;
  });

  // Those that were there first have told it to nobody.
  for (const { contentWindow } of frames()) contentWindow?.postMessage({ type: 'news-ticker:height?' }, '*');
})();
