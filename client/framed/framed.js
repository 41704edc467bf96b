/* In the frame: tells the page around how high this one is, now and whenever that changes. */
(() => {
  // What its address says wrongly is for whoever made the frame, and not for readers.
  const { wrong } = document.documentElement.dataset;
  if (wrong) console.warn(`news-ticker in a frame:\n${wrong}`);
  if (parent === window) return;
  const tell = () => {
    const { height } = document.body.getBoundingClientRect();
    // Whoever it is that shows us: a height is no secret.
    parent.postMessage({ type: 'news-ticker:height', height }, '*');
  };
  new ResizeObserver(tell).observe(document.body);
  addEventListener('message', ({ source }) => {
    if (source === parent) tell();
  });
})();
