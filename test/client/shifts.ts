/** Functions that run in the page, for tests of what moves there. */
import type { Page } from 'playwright-core';

/** From here on, or as an init script from the first paint: remembers what Chromium counts as a layout shift, and what moved. */
export function observeShifts(): void {
  const shifted: string[] = [];
  Reflect.set(globalThis, 'shifted', shifted);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const sources = Reflect.get(entry, 'sources') as {
        node?: Node;
        previousRect: DOMRect;
        currentRect: DOMRect;
      }[];
      for (const { node, previousRect, currentRect } of sources) {
        const moved = `${previousRect.x},${previousRect.y} to ${currentRect.x},${currentRect.y}`;
        shifted.push(
          `${node?.nodeName ?? 'in a shadow'} ${node?.textContent?.trim().slice(0, 40) ?? ''}: ${moved}`,
        );
      }
    }
  }).observe({ type: 'layout-shift' });
}

/** Until what is there has been painted. */
export function twoFrames(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        resolve();
      });
    });
  });
}

/** What has moved since `observeShifts`, in words. */
export async function shiftsOn(page: Page): Promise<string[]> {
  await page.evaluate(twoFrames);
  return page.evaluate(() => Reflect.get(globalThis, 'shifted') as string[]);
}
