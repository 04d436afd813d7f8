import type { HopKind } from '../../reachability/trace.ts';
import { type Html, html } from './escape.ts';

/** A picture of each kind of hop on a 24 × 24 field, drawn with one stroke width. */
const GLYPHS: Readonly<Record<HopKind, Html>> = {
  function: html`<path d="M6 4h4l8 16M11 10 6 20"/>`,
  interface: html`<path d="M5 8h14v9H5zM8 17v3M12 17v3M16 17v3M9 8V4h6v4"/>`,
  subnet: html`<path d="M4 4h16v16H4z" stroke-dasharray="3 2"/><path d="M9 9h6v6H9z"/>`,
  'route-table': html`<path d="M12 3v18M12 5h6l2 2.5-2 2.5h-6M12 12H6l-2 2.5L6 17h6"/>`,
  'nat-gateway': html`<path d="M4 5h16v14H4zM7 10h9l-2.5-2.5M17 14H8l2.5 2.5"/>`,
  'internet-gateway': html`<path d="M6 21V10a6 6 0 0 1 12 0v11M3 21h18M12 18v-7m-2.5 2.5L12 11l2.5 2.5"/>`,
  'egress-only-gateway': html`<path d="M4 4v16M8 12h12m-4-4 4 4-4 4"/>`,
  'vpc-endpoint': html`<circle cx="12" cy="12" r="8"/><path d="M9.5 10v4M14.5 10v4M2 12h2M20 12h2"/>`,
  'peering-connection': html`<circle cx="8.5" cy="12" r="5.5"/><circle cx="15.5" cy="12" r="5.5"/>`,
  'transit-gateway': html`<circle cx="12" cy="12" r="3"/><path d="M12 9V3M12 15v6M9 12H3M15 12h6"/><path d="M10 3h4M10 21h4M3 10v4M21 10v4"/>`,
  opaque: html`<path d="M4 4h16v16H4z" stroke-dasharray="2 2"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5"/>`,
  internet: html`<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18"/>`,
  'aws-network': html`<path d="M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5 4.3 4.3 0 0 1 17 18z"/>`,
  target: html`<path d="M12 21c-4.5-5-6.5-8.3-6.5-11.2a6.5 6.5 0 0 1 13 0C18.5 12.7 16.5 16 12 21z"/><circle cx="12" cy="9.8" r="2.3"/>`,
};

/** The glyphs, once for the page; `glyph` refers to them. */
export function glyphSheet(): Html {
  const symbols = Object.entries(GLYPHS).map(
    ([kind, drawing]) => html`<symbol id="glyph-${kind}" viewBox="0 0 24 24">${drawing}</symbol>`,
  );
  return html`<svg class="sheet" width="0" height="0" aria-hidden="true" focusable="false">${symbols}</svg>`;
}

export function glyph(kind: HopKind): Html {
  return html`<svg class="glyph" width="18" height="18" aria-hidden="true" focusable="false"><use href="#glyph-${kind}"/></svg>`;
}
