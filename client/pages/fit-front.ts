/**
 * A ticker keeps free what the longest dispatches would take. Below that of a section's front stands nothing but the foot
 * of the page: what is left over is taken off there, so that a long front does not end in white.
 */

export function fitFront(page: Document): void {
  const ticker = page.querySelector<HTMLElement & { updateComplete?: Promise<unknown> }>(
    '[data-grows] news-ticker',
  );
  const foot = page.querySelector('.foot');
  if (!ticker || !foot) return;
  void customElements
    .whenDefined('news-ticker')
    .then(() => ticker.updateComplete)
    .then(() => {
      const list = ticker.shadowRoot?.querySelector<HTMLElement>('[part=list]');
      if (list) follow(ticker, list, foot);
    });
}

function follow(ticker: HTMLElement, list: HTMLElement, foot: Element): void {
  let taken = 0;
  let frame = 0;
  const soon = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(fit);
  };
  const seen = { subtree: true, childList: true, characterData: true, attributeFilter: ['style', 'hidden'] };
  new MutationObserver(soon).observe(list, seen);
  const sizes = new ResizeObserver(soon);
  for (const element of [ticker, list]) sizes.observe(element);
  addEventListener('scroll', soon, { passive: true });

  function fit(): void {
    const left = leftOver(list);
    const rises = left - taken;
    // No row ever lies on the foot; what else moves it waits until nobody sees that.
    const isSeen = foot.getBoundingClientRect().top - rises < innerHeight;
    if (rises === 0 || (rises > 0 && isSeen)) return;
    taken = left;
    ticker.style.marginBlockEnd = `${-taken}px`;
  }
}

/** Below the last row, px; where there is none, the words that say so have their room. */
function leftOver(list: HTMLElement): number {
  const rows = [...list.children].filter(
    (row): row is HTMLElement => row instanceof HTMLElement && !row.hidden,
  );
  if (rows.length === 0) return 0;
  const used = rows.reduce((height, row) => height + row.getBoundingClientRect().height, 0);
  return Math.max(0, (list.parentElement?.getBoundingClientRect().height ?? 0) - used);
}
