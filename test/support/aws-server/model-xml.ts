/**
 * Element names of AWS's XML are not its member names (EC2's SubnetId travels as subnetId, Tags as tagSet). The SDK publishes
 * AWS's model of every operation as plain arrays, and that model is walked here to write what AWS would.
 */
type Traits = number | Readonly<Record<string, unknown>>;
type Reference = unknown;
type Structure = readonly [3, string, string, Traits, readonly string[], readonly Reference[]];
type List = readonly [1, string, string, Traits, Reference];

/** A client package of the SDK. */
export type Package = Readonly<Record<string, unknown>>;

/** What an operation answers with, `output` (under the SDK's member names) as XML without an element around it. */
export function membersXml(
  client: Package,
  operation: string,
  output: Readonly<Record<string, unknown>>,
  listItem: string,
): string {
  const model = client[`${operation}$`] as readonly unknown[] | undefined;
  const shape = resolve(model?.[5]);
  if (shape === undefined) throw new Error(`the SDK has no operation ${operation}`);
  return xmlOf(shape, output, listItem);
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

const SIMPLE = 0;

function xmlOf(shape: unknown, value: unknown, listItem: string): string {
  if (isStructure(shape)) {
    const item = value as Readonly<Record<string, unknown>>;
    return shape[4].map((name, i) => elementOf(name, shape[5][i], item[name], listItem)).join('');
  }
  if (isList(shape)) {
    return (value as readonly unknown[]).map((item) => elementOf(listItem, shape[4], item, listItem)).join('');
  }
  // A list of simple values is a mere number.
  if (Array.isArray(value)) return value.map((item) => elementOf(listItem, SIMPLE, item, listItem)).join('');
  return escapeXml(String(value));
}

function elementOf(name: string, reference: Reference, value: unknown, listItem: string): string {
  if (value === undefined || value === null) return '';
  const xmlName = traitOf(reference, 'xmlName') ?? name;
  return `<${xmlName}>${xmlOf(resolve(reference), value, listItem)}</${xmlName}>`;
}

/** A reference is a shape, a function that gives it, or a pair of one of these and traits. */
function resolve(reference: Reference): unknown {
  if (typeof reference === 'function') return resolve(reference());
  if (Array.isArray(reference) && reference.length === 2) return resolve(reference[0]);
  return reference;
}

function traitOf(reference: Reference, trait: string): string | undefined {
  if (!Array.isArray(reference) || reference.length !== 2) return undefined;
  const traits: unknown = reference[1];
  if (typeof traits !== 'object' || traits === null) return undefined;
  return (traits as Record<string, string | undefined>)[trait];
}

function isStructure(shape: unknown): shape is Structure {
  return Array.isArray(shape) && shape[0] === 3;
}

function isList(shape: unknown): shape is List {
  return Array.isArray(shape) && shape[0] === 1;
}
