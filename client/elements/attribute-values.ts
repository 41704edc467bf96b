/** What an attribute, or its property, may say. What it may not is read as the default, and named once in the console. */

/** By attribute what it may say, the default first. */
export type Choices = Readonly<Record<string, readonly string[]>>;

export function checkChoices(element: Element, choices: Choices): void {
  for (const [name, values] of Object.entries(choices)) {
    // The property: the attribute follows it only once the element is drawn.
    const value: unknown = Reflect.get(element, name);
    if (typeof value !== 'string' || values.includes(value)) continue;
    warnOnce(
      `<${element.localName}>: ${name}="${value}" is none of ${values.join(', ')}; read as ${String(values[0])}`,
    );
  }
}

const warned = new Set<string>();

/** Says it in the console, the first time. */
export function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(message);
}
