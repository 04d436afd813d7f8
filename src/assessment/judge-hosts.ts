import { parsePolicy } from '../policy/policy-document.ts';
import { factByArn } from '../preconditions/facts-by-arn.ts';
import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import { endpointHosts, isEndpointName } from '../reachability/endpoint-hosts.ts';
import { type EndpointResolution, resolveEndpoint } from '../reachability/resolve-endpoint.ts';
import { missingFact } from '../reachability/walk-record.ts';
import { placeOfArn } from '../snapshot/home.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { ResolvedHost } from './assessment.ts';
import { type EndpointQuestion, judgeHost } from './judge-endpoint.ts';
import { either, type Judged, judge, undecided } from './judged.ts';

/** The hosts the function may ask, where each leads, and what the function's own configuration says against them. */
export interface EffectiveHosts {
  readonly functionArn: string;
  readonly rows: readonly ResolvedHost[];
  readonly resolutions: readonly EndpointResolution[];
  readonly blockers: readonly Blocker[];
}

export function effectiveHosts(
  snapshot: NetworkSnapshot,
  secretArn: string,
  lambda: LambdaFunction,
  vpc: string | null,
): EffectiveHosts {
  const region = secretArn.split(':')[3] ?? snapshot.document.region;
  const partition = secretArn.split(':')[1] ?? snapshot.document.partition;
  const { hosts, blockers } = endpointHosts(lambda, region, partition);
  const resolutions = hosts.map((host) =>
    vpc === null ? outsideVpc(lambda, host) : resolveEndpoint(snapshot, vpc, region, host),
  );
  const rows = resolutions.map(({ resolvesTo, because }, i) => ({ host: hosts[i] ?? '', resolvesTo, because }));
  return { functionArn: lambda.FunctionArn, rows, resolutions, blockers };
}

/** AWS's own network resolves public names; an endpoint's name leads to private addresses it has no path to. */
function outsideVpc(lambda: LambdaFunction, host: string): EndpointResolution {
  const base = { uncertain: null, remarks: [] };
  if (!isEndpointName(host)) {
    return {
      ...base,
      resolvesTo: 'public',
      because: 'the function is in no VPC, so the public name answers',
      alternatives: [{ kind: 'public' }],
      blockers: [],
    };
  }
  const text = `${host} has private addresses only, and ${lambda.FunctionArn} is in no VPC`;
  const evidence = [{ resource: lambda.FunctionArn, entry: host, text }];
  const reason = blocker(
    'X_PRIVATE_ADDRESS_OUTSIDE_VPC',
    { resources: [lambda.FunctionArn], leg: 'forward', evidence },
    { destination: host },
  );
  return { ...base, resolvesTo: 'endpoint-name', because: text, alternatives: [], blockers: [reason] };
}

/** Prerequisite B: where more than one host is plausible, each must pass. */
export function judgeHosts(question: EndpointQuestion, hosts: EffectiveHosts): Judged {
  const perHost = hosts.resolutions.map((resolution) => judgeHost(question, resolution));
  const refused = hosts.blockers.filter((b) => outcomeOf(b) === 'fail').map((b) => judge('endpoint', [], [b]));
  const doubts = hosts.blockers.filter((b) => outcomeOf(b) === 'unknown');
  const policyDoubts = [
    ...secretPolicyDoubts(question),
    ...foreignRoleDoubts(question),
    ...masterSecretDoubts(question),
  ];
  const alternatives = [...perHost, ...refused];
  const [only, ...others] = alternatives;
  if (only === undefined) return judge('endpoint', [], [...doubts, ...policyDoubts]);
  const judged = others.length === 0 ? only : either('endpoint', alternatives, [eitherHost(hosts)]);
  return withRefusals(doubts.length === 0 ? judged : undecided('endpoint', judged, doubts), policyDoubts);
}

/** What may refuse a call beside the path never makes a path that fails work. */
function withRefusals(judged: Judged, doubts: readonly Blocker[]): Judged {
  if (doubts.length === 0) return judged;
  const found = doubts.map((doubt) => ({ prerequisite: 'endpoint' as const, trace: null, blocker: doubt }));
  return {
    ...judged,
    verdict: judged.verdict === 'pass' ? 'unknown' : judged.verdict,
    found: [...found, ...judged.found],
  };
}

function eitherHost(hosts: EffectiveHosts): Blocker {
  const names = hosts.rows.map((row) => row.host).join(' or ');
  return blocker(
    'X_HOST_UNKNOWN',
    { resources: [hosts.functionArn] },
    { reason: `the function may ask ${names === '' ? 'more than one host' : names}, and they do not fare alike` },
  );
}

/** The function has one client, of one Region, and its own account's credentials: a second secret elsewhere is beyond both. */
function masterSecretDoubts({ secretArn, masterArn }: EndpointQuestion): readonly Blocker[] {
  if (masterArn === null) return [];
  const own = placeOfArn(secretArn);
  const other = placeOfArn(masterArn);
  if (/^arn:[^:]+:secretsmanager:/.test(masterArn) && own.region === other.region && own.account === other.account)
    return [];
  const reason = `${masterArn}, which the secret's value names, is no secret of its Region and account`;
  return [policyNotModelled(secretArn, 'the secret of the alternating user', reason)];
}

/** A secret's own policy may refuse by the path a call takes; such conditions are not judged. */
function secretPolicyDoubts({ snapshot, secretArn }: EndpointQuestion): readonly Blocker[] {
  const names = snapshot.seen('Secrets', { 'secret-id': secretArn }).flatMap((secret) => secret.Name ?? []);
  const fact = factByArn(snapshot.document, 'SecretPolicies', [secretArn, ...names]);
  if (fact.kind !== 'read') return [missingFact([fact.missing], [secretArn], null, null)];
  if (fact.value === null) return [];
  const policy = parsePolicy(fact.value);
  if (policy === null) {
    return [policyNotModelled(secretArn, "the secret's resource policy", 'it is not one that can be read')];
  }
  if (!policy.statements.some((statement) => statement.effect === 'Deny')) return [];
  const reason = 'its Deny statements may refuse the function by the path it takes';
  return [policyNotModelled(secretArn, 'a resource policy of the secret that denies', reason)];
}

/** Only the secret's own policy can admit a role of another account; which role the function acts in is its own business. */
function foreignRoleDoubts({ secretArn, roleArn }: EndpointQuestion): readonly Blocker[] {
  if (roleArn === null || placeOfArn(roleArn).account === placeOfArn(secretArn).account) return [];
  const reason = `only the secret's own policy can let ${roleArn} use it`;
  return [policyNotModelled(secretArn, 'a role of another account', reason)];
}

function policyNotModelled(secretArn: string, what: string, reason: string): Blocker {
  return blocker('X_NOT_MODELLED', { resources: [secretArn] }, { what, reason });
}
