import { type Html, html } from './escape.ts';

/** Longer than any id of AWS: what is longer may break, on a telephone it has to. */
const WHOLE = 32;

/** An id, address or name as it is written: a hyphen is no place to break it, and what stands beside it stays beside it. */
export function identifier(text: string): Html {
  return text.length > WHOLE ? html`<code>${text}</code>` : html`<code class="whole">${text}</code>`;
}
