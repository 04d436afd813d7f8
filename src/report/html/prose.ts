import { type Html, html } from './escape.ts';

/** Ids, addresses, ports, host names and ARNs: words with a digit that bear one of - . / : */
const IDENTIFIER = /((?=\S*\d)(?=\S*[-./:])[A-Za-z0-9*_][A-Za-z0-9*_./:@-]*[A-Za-z0-9*_])/;

/** A sentence with its identifiers in monospace, so that none of them breaks at its hyphen. */
export function prose(text: string): Html {
  // split puts what the group matched at the odd places.
  return html`${text.split(IDENTIFIER).map((part, index) => (index % 2 === 1 && IDENTIFIER.test(part) ? html`<code>${part}</code>` : part))}`;
}
