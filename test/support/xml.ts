export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const NAME = '[A-Za-z_:][\\w:.-]*';
const TAG = new RegExp(`^<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`);
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Reads the plain XML that reports are written in: strict, so that what it takes every parser takes. Throws on all else. */
export function parseXml(document: string): Element {
  if (FORBIDDEN.test(document)) throw new Error('a character that XML does not allow');
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(declaration)) throw new Error('no XML declaration');
  const source = document.slice(declaration.length).trimEnd();
  const [element, end] = readElement(source, 0);
  if (end !== source.length) throw new Error(`more than one root: ${source.slice(end, end + 40)}`);
  return element;
}

function readElement(source: string, start: number): [Element, number] {
  const [whole, closing, name, attributes = '', empty] = TAG.exec(source.slice(start)) ?? [];
  if (whole === undefined || name === undefined || closing === '/')
    throw new Error(`no tag: ${source.slice(start, start + 60)}`);
  const read = Object.fromEntries(
    [...attributes.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))].map(([, key = '', value = '']) => [
      key,
      unescaped(value),
    ]),
  );
  let at = start + whole.length;
  if (empty === '/') return [{ name, attributes: read, children: [], text: '' }, at];
  const children: Element[] = [];
  let text = '';
  while (!source.startsWith('</', at)) {
    const next = source.indexOf('<', at);
    if (next < 0) throw new Error(`${name} is not closed`);
    text += unescaped(source.slice(at, next));
    at = next;
    if (source.startsWith('</', at)) break;
    const [child, end] = readElement(source, at);
    children.push(child);
    at = end;
  }
  if (!source.startsWith(`</${name}>`, at)) throw new Error(`${name} is closed by ${source.slice(at, at + 30)}`);
  return [{ name, attributes: read, children, text }, at + name.length + 3];
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

function unescaped(text: string): string {
  if (/&(?!amp;|lt;|gt;|quot;)/.test(text)) throw new Error(`a bare ampersand: ${text}`);
  return text.replace(/&[a-z]+;/g, (entity) => ENTITIES[entity] ?? entity);
}
