/** Short ways through a tree: `NewsManagement/Status@FormalName` is an attribute, `NewsLines/HeadLine` a text. */
import type { TreeElement, TreeNode } from './tree.ts';
import { tidy } from './tidy.ts';

/** What a delivery says somewhere, and where: the path is what a problem with it is named by. */
export interface Field {
  readonly path: string;
  readonly value: string;
}

export function isElement(node: TreeNode): node is TreeElement {
  return typeof node !== 'string';
}

/** Children by their names, step by step. */
export function elements(from: TreeElement | undefined, path: string): TreeElement[] {
  if (!from) return [];
  return path
    .split('/')
    .reduce<TreeElement[]>(
      (found, step) =>
        found.flatMap(({ children }) => children.filter(isElement).filter(({ name }) => name === step)),
      [from],
    );
}

export function element(from: TreeElement | undefined, path: string): TreeElement | undefined {
  return elements(from, path)[0];
}

/** Elements of a name at any depth, in the order of the document; not those within another of that name. */
export function descendants(from: TreeElement, name: string): TreeElement[] {
  return from.children
    .filter(isElement)
    .flatMap((child) => (child.name === name ? [child] : descendants(child, name)));
}

export function textOf(node: TreeNode | undefined): string {
  if (node === undefined) return '';
  return isElement(node) ? node.children.map(textOf).join('') : node;
}

/** All that is said at a path and is not empty. */
export function fields(from: TreeElement | undefined, path: string): Field[] {
  const [steps = '', attribute] = path.split('@');
  const found = steps === '' ? (from ? [from] : []) : elements(from, steps);
  return found.flatMap((one) => {
    const value = tidy(attribute === undefined ? textOf(one) : (one.attributes.get(attribute) ?? ''));
    return value === '' ? [] : [{ path: path.replaceAll('/', '.'), value }];
  });
}

export function field(from: TreeElement | undefined, path: string): Field | undefined {
  return fields(from, path)[0];
}
