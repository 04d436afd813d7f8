import * as ec2 from '@aws-sdk/client-ec2';

/**
 * EC2's element names are not its member names (SubnetId travels as subnetId, Tags as tagSet). The SDK publishes AWS's
 * model of every operation as plain arrays, and that model is walked here to write what AWS would.
 */
type Traits = number | Readonly<Record<string, unknown>>;
type Reference = unknown;
type Structure = readonly [3, string, string, Traits, readonly string[], readonly Reference[]];
type List = readonly [1, string, string, Traits, Reference];

/** The body of an answer: `output` (under the SDK's member names) as the operation's response element. */
export function ec2Response(operation: string, output: Readonly<Record<string, unknown>>): string {
  const model = (ec2 as unknown as Record<string, readonly unknown[] | undefined>)[`${operation}$`];
  const shape = resolve(model?.[5]);
  if (shape === undefined) throw new Error(`EC2 has no operation ${operation}`);
  const members = xmlOf(shape, output);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${members}</${operation}Response>`;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function xmlOf(shape: unknown, value: unknown): string {
  if (isStructure(shape)) {
    const item = value as Readonly<Record<string, unknown>>;
    return shape[4].map((name, i) => elementOf(name, shape[5][i], item[name])).join('');
  }
  if (isList(shape)) {
    return (value as readonly unknown[]).map((item) => elementOf('item', shape[4], item)).join('');
  }
  return escapeXml(String(value));
}

function elementOf(name: string, reference: Reference, value: unknown): string {
  if (value === undefined || value === null) return '';
  const xmlName = traitOf(reference, 'xmlName') ?? name;
  return `<${xmlName}>${xmlOf(resolve(reference), value)}</${xmlName}>`;
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
