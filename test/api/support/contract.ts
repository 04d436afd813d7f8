import { readFileSync } from 'node:fs';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import type { Response } from 'supertest';
import { expect } from 'vitest';
import { parse } from 'yaml';

export const CONTRACT = readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8');

type Node = { readonly [key: string]: Node };

const document = parse(CONTRACT) as Node;
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { uri: (text: string) => URL.canParse(text) } });
ajv.addSchema(document, 'contract');
const validators = new Map<string, ValidateFunction>();

/** Fails unless openapi.yaml has this answer: its address and method, status, media type, body and headers. */
export function expectDocumented(answer: Response): Response {
  const { method, url } = (answer as unknown as { readonly request: { readonly method: string; readonly url: string } })
    .request;
  const path = new URL(url).pathname;
  const mediaType = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  const told = `${method} ${path} -> ${answer.status} ${mediaType}: ${answer.text?.slice(0, 400)}`;

  const template = Object.keys(document['paths'] ?? {}).find((candidate) => matches(candidate, path));
  const operation = template === undefined ? undefined : document['paths']?.[template]?.[method.toLowerCase()];
  if (template === undefined || operation === undefined) {
    // Nothing documents it, so nothing may serve it.
    expect(answer.status, told).toBeGreaterThanOrEqual(400);
    expectBody('#/components/responses/Problem', mediaType, answer, told);
    return answer;
  }
  const responses = operation['responses'] ?? {};
  const key = [String(answer.status), `${String(answer.status)[0]}XX`, 'default'].find(
    (k) => responses[k] !== undefined,
  );
  expect(key, told).toBeDefined();
  if (answer.status < 400) expect(key, told).toBe(String(answer.status));
  const pointer = `#/paths/${escaped(template)}/${method.toLowerCase()}/responses/${key}`;
  for (const header of Object.keys(nodeAt(pointer)['headers'] ?? {})) {
    expect(answer.headers[header.toLowerCase()], `${told}: ${header}`).toBeDefined();
  }
  expectBody(pointer, mediaType, answer, told);
  return answer;
}

function expectBody(pointer: string, mediaType: string, answer: Response, told: string): void {
  const content = nodeAt(pointer)['content'];
  expect(Object.keys(content ?? {}), told).toContain(mediaType);
  if (!/[/+]json$/.test(mediaType)) return;
  const where = `contract${resolved(pointer)}/content/${escaped(mediaType)}/schema`;
  const validate = validators.get(where) ?? ajv.compile({ $ref: where });
  validators.set(where, validate);
  expect(validate(JSON.parse(answer.text)) ? [] : validate.errors, told).toEqual([]);
}

/** Follows the references of responses, which are pointers into the same document. */
function resolved(pointer: string): string {
  const reference = raw(pointer)['$ref'];
  return typeof reference === 'string' ? resolved(reference) : pointer;
}

function nodeAt(pointer: string): Node {
  return raw(resolved(pointer));
}

function raw(pointer: string): Node {
  return pointer
    .slice(2)
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Node>((node, part) => {
      const next = node[part];
      if (next === undefined) throw new Error(`openapi.yaml has no ${pointer}`);
      return next;
    }, document);
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function matches(template: string, path: string): boolean {
  const pattern = template.split(/\{[^}]+\}/).map((text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('[^/]+')}$`).test(path);
}
