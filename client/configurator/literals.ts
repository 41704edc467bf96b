/** Strings and lists as settings and code write them: what stands in them, and whether that is all that is meant. */
export interface Literal {
  readonly value: string;
  readonly end: number;
  /** False where it goes on with what only a program knows. */
  readonly isWhole: boolean;
}

export interface ListLiteral {
  readonly values: readonly string[];
  readonly end: number;
  readonly isWhole: boolean;
}

const STRING = /("""|''')([^]*?)\1|"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^]|'')*)'|`((?:[^`\\]|\\[^])*)`/y;

/** A string, with those that are joined to it. */
export function readString(text: string, at: number): Literal | undefined {
  const first = readOne(text, at);
  if (!first) return undefined;
  let { value, end } = first;
  for (;;) {
    const [joint, operator] = matchAt(/\s*([+.]?)\s*(?=["'`])/y, text, end) ?? [];
    const next = joint === undefined ? undefined : readOne(text, end + joint.length);
    // Strings that only stand beside each other are one in Python, and two in the settings of Apache.
    if (!next || (!operator && !/[;\s]$/.test(value))) break;
    value += next.value;
    end = next.end;
  }
  return { value, end, isWhole: !matchAt(/\s*[+.]\s*[\w$(]/y, text, end) };
}

function readOne(text: string, at: number): Omit<Literal, 'isWhole'> | undefined {
  const [all, , triple, double, single, back] = matchAt(STRING, text, at) ?? [];
  if (all === undefined) return undefined;
  const end = at + all.length;
  // 'default-src 'self'': quotes put around what has quotes. The last of the line is meant.
  const [naive, inside] =
    (single !== undefined && /\w/.test(text.charAt(end)) && matchAt(/'(.*)'/y, text, at)) || [];
  if (naive !== undefined) return { value: inside ?? '', end: at + naive.length };
  const value = triple ?? double ?? back ?? single?.replace(/''/g, "'") ?? '';
  return { value: value.replace(/\\([^])/g, (_, char: string) => (/[nrt\s]/.test(char) ? ' ' : char)), end };
}

/** The strings in `[…]`. */
export function readList(text: string, at: number): ListLiteral {
  const values: string[] = [];
  let isWhole = true;
  let end = at + 1;
  while (end < text.length && text[end] !== ']') {
    const string = readString(text, end);
    if (string) {
      values.push(string.value);
      isWhole &&= string.isWhole;
      end = string.end;
    } else if (/[\s,]/.test(text.charAt(end))) end += 1;
    else {
      isWhole = false;
      end = endOfExpression(text, end);
    }
  }
  return { values, end: end + 1, isWhole };
}

function endOfExpression(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (depth === 0 && /[,\]]/.test(char)) return at;
    if (/[([{]/.test(char)) depth += 1;
    else if (/[)\]}]/.test(char)) depth -= 1;
  }
  return text.length;
}

/** `pattern` is sticky. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
