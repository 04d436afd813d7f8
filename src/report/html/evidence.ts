import type { Evidence } from '../../reachability/trace.ts';
import { shortName } from '../short-name.ts';
import { type Html, html } from './escape.ts';
import { identifier } from './identifier.ts';
import { prose } from './prose.ts';

/** What decided. Most sentences name the resource and the entry they are about; the others get them in front. */
export function evidenceText({ resource, entry, text }: Evidence): Html {
  const missing = [resource, ...(entry === null ? [] : [entry])].filter((name) => !text.includes(name));
  return html`${missing.map((name) => html`${identifier(shortName(name))} `)}${prose(text)}`;
}
