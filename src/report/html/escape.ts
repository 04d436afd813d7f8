const MARKUP = Symbol('markup');

/** Text that is HTML already. Made by `html` alone: the key is a symbol, so no parsed document can forge one. */
export interface Html {
  readonly [MARKUP]: string;
}

type Value = Html | string | number | null | readonly Value[];

/** The one way to HTML: every value but Html is escaped, for text and for quoted attributes. Null is nothing. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  const markup = literals.map((literal, index) => `${literal}${markupOf(values[index] ?? null)}`).join('');
  return { [MARKUP]: markup };
}

export function markup(part: Html): string {
  return part[MARKUP];
}

function markupOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  return MARKUP in value ? value[MARKUP] : value.map(markupOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
// Controls are no HTML, and bidirectional marks could make a rule read as another one.
const DECEPTIVE = /[\p{Cs}\p{Bidi_Control}\u{FEFF}\u{FFFE}\u{FFFF}]|(?![\t\n])\p{Cc}/gu;

function escapeText(text: string): string {
  return text.replace(DECEPTIVE, '\uFFFD').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
