/** JSON Schema in words, as far as our own forms use it. */

export interface JsonForm {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonForm[];
  readonly oneOf?: readonly JsonForm[];
  readonly items?: JsonForm;
  readonly properties?: Readonly<Record<string, JsonForm>>;
  readonly required?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly description?: string;
  readonly default?: unknown;
}

/** Plain words, a name of a form to link to, and what stands as code. */
export type Words = readonly (string | { readonly form: string } | { readonly code: string })[];

export interface Field {
  /** With those it stands in: `dateline.places`, `items[].id`. */
  readonly name: string;
  readonly type: Words;
  readonly isRequired: boolean;
  readonly fallback?: string;
}

/** Whether it is one of several things rather than an object with fields. */
export function isUnion({ properties }: JsonForm): boolean {
  return properties === undefined;
}

/** Every field, those of objects in it among them. */
export function fieldsOf(form: JsonForm, within = ''): Field[] {
  const { properties = {}, required = [] } = form;
  return Object.entries(properties).flatMap(([name, field]) => {
    const own: Field = {
      name: within + name,
      type: typeOf(field),
      isRequired: required.includes(name),
      ...(field.default !== undefined && { fallback: JSON.stringify(field.default) }),
    };
    const inner = field.items ?? field;
    const path = `${within}${name}${field.items ? '[].' : '.'}`;
    return inner.properties ? [own, ...fieldsOf(inner, path)] : [own];
  });
}

/** What a value of it is. */
export function typeOf(form: JsonForm): Words {
  const choices = form.anyOf ?? form.oneOf;
  if (form.$ref !== undefined) return [{ form: form.$ref.replace(/^.*\//, '') }];
  if (choices) return choices.flatMap((choice, at) => [...(at === 0 ? [] : [', or ']), ...typeOf(choice)]);
  if (form.enum) return ['one of ', ...listed(form.enum)];
  if (form.const !== undefined) return [{ code: JSON.stringify(form.const) }];
  if (form.items) return [arrayWord(form), ...itemType(form.items)];
  if (form.type === 'string') return textType(form);
  if (form.type === 'integer') return [`a whole number${range(form)}`];
  if (form.type === 'number') return [`a number${range(form)}`];
  if (form.type === 'boolean') return [{ code: 'true' }, ' or ', { code: 'false' }];
  if (form.type === 'null') return [{ code: 'null' }];
  return form.properties ? objectType(form.properties) : ['an object'];
}

function itemType(items: JsonForm): Words {
  if (items.type === 'string' && !items.enum) return typeOf(items);
  return items.properties
    ? ['objects']
    : items.$ref === undefined
      ? ['(', ...typeOf(items), ')']
      : typeOf(items);
}

function arrayWord({ maxItems }: JsonForm): string {
  return maxItems === undefined ? 'an array of ' : `an array of at most ${maxItems} `;
}

function objectType(properties: Readonly<Record<string, JsonForm>>): Words {
  return [
    'an object with ',
    ...Object.keys(properties).flatMap((name, at) => [...(at === 0 ? [] : [', ']), { code: name }]),
  ];
}

function textType({ minLength, maxLength, description, pattern }: JsonForm): Words {
  const least = minLength === undefined ? 'at most ' : `${minLength} to `;
  const length = maxLength === undefined ? '' : ` of ${least}${maxLength} characters`;
  if (description !== undefined) return [`text${length}: ${description}`];
  return [`text${length}`, ...(pattern === undefined ? [] : [' that matches ', { code: pattern }])];
}

function range({ minimum, maximum }: JsonForm): string {
  // The bound of what a number can be says nothing to anybody.
  const most = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (minimum !== undefined && most !== undefined) return ` from ${minimum} to ${most}`;
  if (minimum !== undefined) return `, ${minimum} or more`;
  return most === undefined ? '' : `, at most ${most}`;
}

function listed(values: readonly unknown[]): Words {
  return values.flatMap((value, at) => [...(at === 0 ? [] : [', ']), { code: String(value) }]);
}
