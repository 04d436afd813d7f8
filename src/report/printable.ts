const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
// Control characters could drive a terminal or break XML, bidirectional marks could make text read as something else.
const DECEPTIVE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u{FEFF}\u{FFFE}\u{FFFF}]/gu;

/** Any text of a snapshot as one line that every reader shows as it is: what is not shown as itself becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(LINE_BREAKS, ' ').replace(DECEPTIVE, '\uFFFD');
}
