/** What all XML formats share: knowing their own by the first element, and saying what was cut off. */
import { parseXml } from '../reading/tree.ts';
import type { TreeElement } from '../reading/tree.ts';
import type { DeliveryState } from './draft.ts';

/** The first element's name, without a prefix, behind whatever may stand before it. */
export function rootNameOf(head: string): string | undefined {
  let at = head.indexOf('<');
  while (at !== -1) {
    const name = /^<(?:[\w.-]{1,80}:)?([\w.-]{1,80})/.exec(head.slice(at, at + 200))?.[1];
    if (name !== undefined) return name;
    const end = head.startsWith('<!--', at) ? '-->' : head.startsWith('<?', at) ? '?>' : '>';
    const next = head.indexOf(end, at + 1);
    at = next === -1 ? -1 : head.indexOf('<', next);
  }
  return undefined;
}

export interface XmlFile {
  readonly root: TreeElement;
  readonly state: DeliveryState;
}

/** @throws {UnreadableWire} */
export function openXml(text: string): XmlFile {
  const { root, unclosed } = parseXml(text);
  const problems = unclosed
    .slice(0, 5)
    .map((name) => ({ path: name, message: 'has no end; it was taken to end with the element around it' }));
  return { root, state: { problems, isCut: !root.closed, isDamaged: unclosed.length > 0 } };
}
