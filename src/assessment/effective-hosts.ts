import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import { type ElsewhereHost, endpointHosts, isEndpointName } from '../reachability/endpoint-hosts.ts';
import { answersOf, type ResolvedName } from '../reachability/names/answers-of.ts';
import { forIpv4 } from '../reachability/names/for-ipv4.ts';
import { unresolved } from '../reachability/names/name-answer.ts';
import { servedBy } from '../reachability/names/served-by.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { addressesToWalk, type ResolvedTarget, resolveTarget } from '../targets/resolve-target.ts';
import type { AskingFunction, AskingPlace } from './asking-function.ts';
import type { ResolvedHost } from './assessment.ts';

/** The hosts the function may ask, where each leads, and what the function's own configuration says against them. */
export interface EffectiveHosts {
  readonly functionArn: string;
  readonly rows: readonly ResolvedHost[];
  readonly resolutions: readonly ResolvedName[];
  /** Hosts that may pass its calls on, each with why nobody knows whether they do. */
  readonly elsewhere: readonly { readonly target: ResolvedTarget; readonly beyond: Blocker }[];
  readonly blockers: readonly Blocker[];
}

export function effectiveHosts(snapshot: NetworkSnapshot, secretArn: string, asking: AskingFunction): EffectiveHosts {
  const { lambda, hasIpv6 } = asking;
  const region = secretArn.split(':')[3] ?? snapshot.document.region;
  const partition = secretArn.split(':')[1] ?? snapshot.document.partition;
  const { hosts, elsewhere, blockers } = endpointHosts(lambda, region, partition);
  const resolutions = hosts.map((host) => {
    const answer = servedBy(answerAt(snapshot, asking, host), { name: 'secretsmanager', region }, host);
    return hasIpv6 ? answer : forIpv4(answer, host);
  });
  const others = elsewhere.map((other) => elsewherePlace(snapshot, asking, other));
  return {
    functionArn: lambda.FunctionArn,
    rows: [
      ...resolutions.map((resolution, i) => nameRow(hosts[i] ?? '', resolution)),
      ...elsewhere.map(({ host, beyond }) => rowOf(host, beyond)),
    ],
    resolutions,
    elsewhere: others,
    blockers,
  };
}

/** Every address that the graph has to hold for them. */
export function hostsToWalk({ resolutions, elsewhere }: EffectiveHosts): readonly string[] {
  return [
    ...resolutions.flatMap(({ servers, alternatives }) => [
      ...servers.custom,
      ...alternatives.flatMap((a) => (a.kind === 'addresses' ? [...a.A, ...a.AAAA].map((n) => n.address) : [])),
    ]),
    ...elsewhere.flatMap(({ target }) => addressesToWalk(target)),
  ];
}

/** AWS's own network resolves public names; an endpoint's name leads to private addresses it has no path to. */
function answerAt(snapshot: NetworkSnapshot, { lambda, vpc, hasIpv6 }: AskingFunction, host: string): ResolvedName {
  if (vpc !== null) return answersOf(snapshot, vpc, host, hasIpv6);
  const asked = { servers: { custom: [], amazon: true }, unasked: [] };
  if (!isEndpointName(host))
    return {
      ...answersOf(snapshot, null, host, hasIpv6),
      because: 'the function is in no VPC, so the public name answers',
    };
  const text = `${host} has private addresses only, and ${lambda.FunctionArn} is in no VPC`;
  const evidence = [{ resource: lambda.FunctionArn, entry: host, text }];
  const place = { resources: [lambda.FunctionArn], leg: 'forward', evidence } as const;
  const reason = blocker('X_PRIVATE_ADDRESS_OUTSIDE_VPC', place, { destination: host });
  return { ...unresolved([reason], text), resolvesTo: 'endpoint-name', ...asked };
}

function elsewherePlace(
  snapshot: NetworkSnapshot,
  { vpc, hasIpv6 }: AskingPlace,
  { host, port, beyond }: ElsewhereHost,
) {
  const spec = { kind: 'host', host, port, addresses: [] } as const;
  return { target: resolveTarget(snapshot, { vpc, hasIpv6, named: [] }, { spec, source: 'caller' }), beyond };
}

/** A name whose question is refused leads nowhere, whatever would answer it. */
function nameRow(host: string, { resolvesTo, because, unasked }: ResolvedName): ResolvedHost {
  const refusal = unasked.find((b) => outcomeOf(b) === 'fail');
  if (refusal === undefined) return { host, resolvesTo, because };
  return { host, resolvesTo: 'unknown', because: refusal.details['reason'] ?? because };
}

function rowOf(host: string, beyond: Blocker): ResolvedHost {
  const because = beyond.details['reason'] ?? `${host} is not known to be Secrets Manager`;
  return { host, resolvesTo: 'unknown', because };
}
