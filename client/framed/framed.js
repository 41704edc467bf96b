/* In the frame: tells the page around how high this one is, now and whenever that changes. */
(() => {
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
