/** The little markup that a description has: `code` between backticks. */
import { html } from '@lit-labs/ssr';

export function codeIn(text: string): unknown[] {
  return text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));
}
