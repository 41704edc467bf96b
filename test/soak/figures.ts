/** What a page holds, counted by the browser itself after it has collected its garbage. */
import type { CDPSession, Page } from 'playwright-core';

export interface Figures {
  /** All that Chromium still knows, also what no longer stands in the document. */
  readonly nodes: number;
  /** What stands in the document, shadow trees and comments included. */
  readonly 'nodes in the page': number;
  readonly listeners: number;
  readonly timers: number;
  /** WebSocket objects, open or not. */
  readonly 'web sockets': number;
  readonly 'entries of maps and sets': number;
  readonly objects: number;
  /** Bytes. */
  readonly heap: number;
}

/** Before the page's scripts: timers are counted while they are set, and the machine can be sent to sleep. */
export const INSTRUMENTS = `{
  // The runner wraps named functions in this helper of its own, which the page does not have.
  globalThis.__name = (named) => named;
  const set = setTimeout, clear = clearTimeout, now = Date.now;
  const timers = new Set();
  let slept = 0;
  globalThis.setTimeout = (callback, ms, ...rest) => {
    const id = set(() => { timers.delete(id); callback(...rest); }, ms);
    timers.add(id);
    return id;
  };
  globalThis.clearTimeout = (id) => { timers.delete(id); clear(id); };
  globalThis.timersSet = () => timers.size;
  Date.now = () => now() + slept;
  globalThis.sleepFor = (ms) => { slept += ms; dispatchEvent(new Event('focus')); };
  // Comes back soon, whatever the window.
  Math.random = () => 0.05;
}`;

const IN_THE_PAGE = `(() => {
  const count = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
    let nodes = 0;
    while (walker.nextNode()) {
      nodes += 1;
      if (walker.currentNode.shadowRoot) nodes += count(walker.currentNode.shadowRoot);
    }
    return nodes;
  };
  return count(document);
})()`;

export async function figuresOf(page: Page, session: CDPSession): Promise<Figures> {
  // What the first round lets go of, the second one finds unreachable.
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const sizes = 'function () { return this.reduce((sum, { size }) => sum + size, 0); }';
  const length = 'function () { return this.length; }';
  return {
    nodes,
    'nodes in the page': await page.evaluate<number>(IN_THE_PAGE),
    listeners: jsEventListeners,
    timers: await page.evaluate<number>('timersSet()'),
    'web sockets': await ofAll(session, 'WebSocket', length),
    'entries of maps and sets': (await ofAll(session, 'Map', sizes)) + (await ofAll(session, 'Set', sizes)),
    objects: await ofAll(session, 'Object', length),
    heap: usedSize,
  };
}

/** What this function answers of the list of all living objects of a class. */
async function ofAll(session: CDPSession, name: string, functionDeclaration: string): Promise<number> {
  const objectGroup = 'counted';
  const { result } = await session.send('Runtime.evaluate', { expression: `${name}.prototype`, objectGroup });
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup,
  });
  const answer = await session.send('Runtime.callFunctionOn', {
    functionDeclaration,
    objectId: objects.objectId ?? '',
    returnByValue: true,
  });
  await session.send('Runtime.releaseObjectGroup', { objectGroup });
  return answer.result.value as number;
}
