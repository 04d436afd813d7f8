/** An IAM-style policy, read from the JSON text AWS hands out. */
export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  /** The Sid, or `statement 2` counted from 1. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Choice<string>;
  readonly resources: Choice<string>;
  readonly principals: Choice<PolicyPrincipal>;
  readonly conditions: readonly PolicyCondition[];
}

/** What a statement lists, or lists exceptions from (NotAction, NotResource, NotPrincipal); null where it says neither. */
export type Choice<T> = { readonly kind: 'listed' | 'excepted'; readonly items: readonly T[] } | null;

export interface PolicyPrincipal {
  /** AWS, Service, Federated, CanonicalUser, or `*` for the bare star. */
  readonly kind: string;
  readonly value: string;
}

export interface PolicyCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Null: not a policy as IAM's grammar has it, nothing can be said about it. */
export function parsePolicy(text: string): PolicyDocument | null {
  const json = parseJson(text);
  if (!isObject(json) || json.Statement === undefined) return null;
  const statements = listOf(json.Statement).map((statement, i) => parseStatement(statement, i + 1));
  return statements.every((s) => s !== null) ? { statements } : null;
}

function parseStatement(json: unknown, position: number): PolicyStatement | null {
  if (!isObject(json)) return null;
  const effect = json.Effect;
  const actions = choice(json, 'Action', texts);
  const resources = choice(json, 'Resource', texts);
  const principals = choice(json, 'Principal', parsePrincipals);
  const conditions = parseConditions(json.Condition);
  if (effect !== 'Allow' && effect !== 'Deny') return null;
  if (actions === undefined || resources === undefined || principals === undefined || conditions === null) return null;
  const sid = json.Sid;
  const name = typeof sid === 'string' && sid !== '' ? sid : `statement ${position}`;
  return { name, effect, actions, resources, principals, conditions };
}

/** Undefined: malformed. */
function choice<T>(
  json: JsonObject,
  key: string,
  read: (value: unknown) => readonly T[] | null,
): Choice<T> | undefined {
  const listed = json[key];
  const excepted = json[`Not${key}`];
  if (listed !== undefined && excepted !== undefined) return undefined;
  if (listed === undefined && excepted === undefined) return null;
  const items = read(listed ?? excepted);
  return items === null ? undefined : { kind: listed === undefined ? 'excepted' : 'listed', items };
}

function parsePrincipals(json: unknown): readonly PolicyPrincipal[] | null {
  if (json === '*') return [{ kind: '*', value: '*' }];
  if (!isObject(json)) return null;
  const principals = Object.entries(json).map(
    ([kind, values]) => texts(values)?.map((value) => ({ kind, value })) ?? null,
  );
  return principals.every((p) => p !== null) ? principals.flat() : null;
}

function parseConditions(json: unknown): readonly PolicyCondition[] | null {
  if (json === undefined) return [];
  if (!isObject(json)) return null;
  const conditions: PolicyCondition[] = [];
  for (const [operator, keys] of Object.entries(json)) {
    if (!isObject(keys)) return null;
    for (const [key, value] of Object.entries(keys)) {
      const values = listOf(value);
      if (!values.every((v) => typeof v === 'string' || typeof v === 'boolean' || typeof v === 'number')) return null;
      conditions.push({ operator, key, values: values.map(String) });
    }
  }
  return conditions;
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function listOf(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : [json];
}

function texts(json: unknown): readonly string[] | null {
  const values = listOf(json);
  return values.every((v) => typeof v === 'string') ? values : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
