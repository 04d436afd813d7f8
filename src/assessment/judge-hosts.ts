import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import { endpointHosts, isEndpointName } from '../reachability/endpoint-hosts.ts';
import { type EndpointResolution, resolveEndpoint } from '../reachability/resolve-endpoint.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { ResolvedHost } from './assessment.ts';
import { type EndpointQuestion, judgeHost } from './judge-endpoint.ts';
import { policyDoubts } from './judge-policies.ts';
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
  const beside = policyDoubts(question);
  const alternatives = [...perHost, ...refused];
  const [only, ...others] = alternatives;
  if (only === undefined) return judge('endpoint', [], [...doubts, ...beside]);
  const judged = others.length === 0 ? only : either('endpoint', alternatives, [eitherHost(hosts)]);
  return withRefusals(doubts.length === 0 ? judged : undecided('endpoint', judged, doubts), beside);
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
