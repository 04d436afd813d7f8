import { type Html, html } from './escape.ts';
import { identifier } from './identifier.ts';

/** Ids, addresses, ports, host names and ARNs: words with a digit that bear one of - . / : */
const IDENTIFIER = /((?=\S*\d)(?=\S*[-./:])[A-Za-z0-9*_][A-Za-z0-9*_./:@-]*[A-Za-z0-9*_])/;

/** A sentence with its identifiers in monospace. */
export function prose(text: string): Html {
  // split puts what the group matched at the odd places.
  return html`${text.split(IDENTIFIER).map((part, index) => (index % 2 === 1 && IDENTIFIER.test(part) ? identifier(part) : part))}`;
}
