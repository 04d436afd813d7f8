import { type Item, inner, list, lost, NotSimulated, text } from './facts.ts';

/** A call that a policy is asked about. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly principals: readonly string[];
  /** Condition keys, in lower case, that are known of the call. */
  readonly context: Readonly<Record<string, string>>;
}

/** Some statement surely allows the call, and none may deny it. */
export function mustAllow(policy: string, call: Call): void {
  const statements = statementsOf(policy);
  if (statements.some((s) => names(s, call) === null)) throw new NotSimulated('a policy about all but some');
  const denies = statements.filter((s) => s['Effect'] === 'Deny' && mayMatch(s, call));
  if (denies.length > 0) lost(`a policy may deny ${call.action}`);
  if (!statements.some((s) => s['Effect'] === 'Allow' && surelyMatches(s, call)))
    lost(`no policy allows ${call.action}`);
}

export function statementsOf(policy: string): readonly Item[] {
  const document = parsed(policy);
  return Array.isArray(document['Statement']) ? list(document, 'Statement') : [inner(document, 'Statement')];
}

function parsed(policy: string): Item {
  try {
    return JSON.parse(policy) as Item;
  } catch {
    return lost('a policy that cannot be read');
  }
}

function surelyMatches(statement: Item, call: Call): boolean {
  return names(statement, call) === true && conditionsHold(statement, call) === true;
}

function mayMatch(statement: Item, call: Call): boolean {
  return names(statement, call) !== false && conditionsHold(statement, call) !== false;
}

/** Null where it cannot be told. */
function names(statement: Item, call: Call): boolean | null {
  if (['NotAction', 'NotResource', 'NotPrincipal'].some((key) => key in statement)) return null;
  const actions = wordsOf(statement['Action']);
  const resources = 'Resource' in statement ? wordsOf(statement['Resource']) : [];
  return (
    actions.some((a) => fits(a.toLowerCase(), call.action.toLowerCase())) &&
    resources.some((r) => fits(r, call.resource)) &&
    principalsOf(statement).some((p) => p === '*' || call.principals.includes(p))
  );
}

function principalsOf(statement: Item): readonly string[] {
  const principal = statement['Principal'];
  return typeof principal === 'string' ? [principal] : Object.values(inner(statement, 'Principal')).flatMap(wordsOf);
}

function conditionsHold(statement: Item, call: Call): boolean {
  const results = Object.entries(inner(statement, 'Condition')).flatMap(([operator, keys]) =>
    Object.entries(keys as Item).map(([key, value]) =>
      holdsOne(operator, call.context[key.toLowerCase()], wordsOf(value)),
    ),
  );
  return !results.includes(false);
}

function holdsOne(operator: string, actual: string | undefined, wanted: readonly string[]): boolean {
  if (actual === undefined) throw new NotSimulated('a condition about something else');
  const exact = ['StringEquals', 'ArnEquals', 'StringLike', 'ArnLike'].includes(operator);
  if (!exact) throw new NotSimulated(`conditions with ${operator}`);
  return wanted.some((w) => fits(w, actual));
}

function fits(pattern: string, value: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(value);
}

function wordsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];
}

const ON_THE_SECRET = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'];

/** What a rotation calls, for an endpoint's policy to let through. */
export function mustLetRotate(endpoint: Item, lambda: Item, secret: string, master: string | null): void {
  const policy = text(endpoint, 'PolicyDocument');
  if (policy === null) return;
  const role = text(lambda, 'Role') ?? lost('a function without a role');
  const account = role.split(':')[4] ?? '';
  const principals = [role, account, `arn:aws:iam::${account}:root`, `${role.split(':').slice(0, 5).join(':')}:root`];
  const call = (action: string, resource: string): Call => ({
    action: `secretsmanager:${action}`,
    resource,
    principals,
    context: { 'aws:principalarn': role },
  });
  for (const action of ON_THE_SECRET) mustAllow(policy, call(action, secret));
  mustAllow(policy, call('GetRandomPassword', '*'));
  if (master !== null) mustAllow(policy, call('GetSecretValue', master));
}
