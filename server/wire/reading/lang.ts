/** Language tags in the one spelling that pages want: `NL`, `nl_NL` and `NL-nl` are `nl` and `nl-NL`. */
import type { Field } from './query.ts';

export function readLang(
  field: Field | undefined,
  misread: (field: Field, message: string) => void,
): string | undefined {
  if (!field) return undefined;
  try {
    const [tag] = Intl.getCanonicalLocales(field.value.replaceAll('_', '-'));
    if (tag !== undefined && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && tag.length <= 35) return tag;
  } catch {
    // Not a tag: said below.
  }
  misread(field, 'is not a language tag');
  return undefined;
}
