import { html } from './escape.ts';

/** How drawn paths and their lists look. Outcomes differ in shape and line first, in colour second. */
export const diagramStyles = html`
.legend { display: flex; flex-wrap: wrap; gap: 4px 22px; font-size: .875rem; color: var(--soft); max-width: none; }
section > h3 { margin: 28px 0 12px; }
.path { margin-bottom: 12px; background: var(--paper); border: 1px solid var(--line); border-left: 6px solid var(--tone); border-radius: 10px; }
.path > summary { display: flex; align-items: baseline; gap: 12px; padding: 13px 20px; cursor: pointer; list-style: none; }
.path > summary::-webkit-details-marker { display: none; }
.path > summary .mark { font-weight: 800; color: var(--tone); }
.path > summary .flow { flex: 1; }
.path > summary::after { content: "+"; align-self: center; width: 1em; text-align: center; font-weight: 650; color: var(--soft); }
.path[open] > summary::after { content: "−"; }
.path-body { padding: 4px 20px 20px; border-top: 1px solid var(--line); }
.references, .ports { margin: 12px 0 0; }
.path-columns { display: flex; flex-wrap: wrap; gap: 20px 36px; align-items: flex-start; margin-top: 12px; }
.drawing { flex: 0 1 auto; max-width: 100%; margin: 0 auto; position: sticky; top: 12px; overflow-x: auto; }
.drawing:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.hops { flex: 1 1 340px; min-width: 0; padding-top: 14px; }
.diagram { display: block; max-width: 100%; height: auto; }
.alike { margin-top: 16px; font-size: .9375rem; }
.alike summary { cursor: pointer; }
.alike ul { columns: 3 300px; margin-top: 8px; }
.alike li { break-inside: avoid; }

.leg { list-style: none; margin-bottom: 20px; }
.leg > li { position: relative; padding: 0 0 12px 30px; }
.leg > li::before { content: ""; position: absolute; left: 9px; top: 24px; bottom: -4px; border-left: 2px solid var(--line); }
.leg > li:last-child::before { display: none; }
.leg .glyph { position: absolute; left: 0; top: 3px; }
.glyph { fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linejoin: round; stroke-linecap: round; }
.leg p { margin: 0; }
.leg ul { list-style: none; }
.hop-kind { font-weight: 600; }
.step { display: grid; grid-template-columns: 20px minmax(0, 1fr); padding: 3px 0; font-size: .875rem; line-height: 1.45; color: var(--soft); }
.step .mark { font-weight: 800; }
.step strong { font-weight: 600; }
.step.accept .mark { color: var(--pass); }
.step.deny, .step.part, .step.unknown { margin: 4px 0; padding: 8px 10px; border-radius: 6px; border: 2px solid var(--tone); background: var(--tone-ground); color: var(--ink); }
.step.deny, .step.part { --tone: var(--fail); --tone-ground: var(--fail-ground); }
.step.part, .step.unknown { border-style: dashed; }
.step.deny .mark, .step.part .mark, .step.unknown .mark { color: var(--tone); }

.node .box { fill: var(--inset); stroke: var(--soft); stroke-width: 1.25; }
.node text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-size: 11.5px; fill: var(--ink); }
.node .kind { font-size: 11px; font-weight: 600; fill: var(--soft); }
.node .name, .node .line-id, .node .line-code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.node .name { font-size: 11.5px; font-weight: 600; }
.node .line-id { font-size: 11px; }
.node .line-code { font-size: 10.5px; font-weight: 700; }
.node .line-pass { fill: var(--soft); }
.node .line-deny, .node .line-part, .node .line-unknown { font-weight: 700; }
.node .line-deny, .node .line-part, .node-deny .line-code, .node-part .line-code { fill: var(--fail); }
.node .line-unknown, .node-unknown .line-code { fill: var(--unknown); }
.node-deny .box { fill: var(--fail-ground); stroke: var(--fail); stroke-width: 2.5; }
.node-deny .inner { fill: none; stroke: var(--fail); stroke-width: 1; }
.node-part .box { fill: var(--fail-ground); stroke: var(--fail); stroke-width: 2.5; stroke-dasharray: 12 4; }
.node-unknown .box { fill: var(--unknown-ground); stroke: var(--unknown); stroke-width: 2.5; stroke-dasharray: 6 4; }
.node-beyond .box { fill: none; stroke-dasharray: 2 4; }
.node .badge path, .node .badge circle { fill: var(--fail); stroke: var(--paper); stroke-width: 2; }
.node .badge .cut { fill: none; stroke: var(--on-mark); stroke-width: 3; stroke-linecap: round; }
.node .badge .half { fill: var(--on-mark); stroke: none; }
.node-unknown .badge path { fill: var(--unknown); }
.node .badge text { fill: var(--on-mark); font-size: 15px; font-weight: 800; text-anchor: middle; }

.edge path { fill: none; stroke: var(--ink); stroke-width: 2; }
.edge .head { fill: var(--ink); stroke: var(--ink); stroke-width: 1.5; stroke-linejoin: round; }
.edge.return .head { fill: var(--paper); }
.edge.unsure path { stroke: var(--unknown); stroke-dasharray: 6 4; }
.edge.beyond path { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 1.5 5; stroke-linecap: round; }
.edge.unsure .head, .edge.beyond .head { stroke-dasharray: none; }
`;
