import { parseAddress } from '../net/address.ts';
import type { Cidr } from '../net/cidr.ts';
import type { PreconditionFacts } from '../preconditions/facts.ts';
import { rotatesWithoutOurFunction } from '../preconditions/facts.ts';
import { isFunctionArn } from '../preconditions/function-arn.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import { type FunctionPlacement, functionPlacement, unplaced } from '../reachability/function-placement.ts';
import { functionIpv6Sources, functionNetwork, functionSources } from '../reachability/function-sources.ts';
import { missingFact } from '../reachability/walk-record.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { chooseTargets } from '../targets/chosen-targets.ts';
import { withHosts } from '../targets/hosted-value.ts';
import { withInterfaces } from '../targets/hypothetical-interface.ts';
import { namedBlocks } from '../targets/named-blocks.ts';
import { addressesToWalk, type ResolvedTarget, resolveTarget } from '../targets/resolve-target.ts';
import { buildTopology } from '../topology/build-topology.ts';
import { draftTopology, type GraphDocument, type Topology } from '../topology/topology.ts';
import type { CapturedFacts, PreflightRequest } from './asked.ts';
import type { ResolvedHost } from './assessment.ts';
import { clientOf } from './dual-stack.ts';
import { type EffectiveHosts, effectiveHosts, hostsToWalk } from './effective-hosts.ts';
import { judgeHosts } from './judge-hosts.ts';
import { judgeTargets } from './judge-targets.ts';
import { type Judged, judge, NOT_APPLICABLE, undecided } from './judged.ts';

const NO_NETWORK: FunctionPlacement = { kind: 'aws-network' };

export interface Prerequisites {
  readonly service: Judged;
  readonly endpoint: Judged;
  readonly hosts: readonly ResolvedHost[];
  readonly targets: readonly ResolvedTarget[];
  readonly graph: GraphDocument;
}

/** A: the function reaches its service. B: it reaches the Secrets Manager endpoint. */
export function judgePrerequisites(
  snapshot: NetworkSnapshot,
  facts: PreconditionFacts,
  captured: CapturedFacts,
  request: PreflightRequest,
): Prerequisites {
  const secret = facts.secret.known ? facts.secret.value : null;
  const lambda = facts.lambda.known ? facts.lambda.value : null;
  const placement = lambda === null ? NO_NETWORK : functionPlacement(snapshot, lambda);
  const network = lambda === null ? { vpc: null, doubt: null } : functionNetwork(snapshot, lambda, placement);
  const { vpc } = network;
  const sources = lambda === null ? [] : functionSources(snapshot, lambda, placement);
  const ipv6Sources = lambda === null ? [] : functionIpv6Sources(snapshot, lambda, sources);
  const hasIpv6 = ipv6Sources.length > 0;
  const value = captured.secretValue === null ? null : withHosts(snapshot, captured.secretValue);
  const chosen = chooseTargets(secret, value, request);
  const resolve = (named: readonly Cidr[]) =>
    chosen.targets.map((target) => resolveTarget(snapshot, { vpc, hasIpv6, named }, target));
  const drafted = resolve([]);
  if (lambda === null || rotatesWithoutOurFunction(facts)) return withoutFunction(facts, drafted);
  if (placement.kind === 'unread') return undecidable(facts, drafted, unplaced(placement));

  const hosts = effectiveHosts(snapshot, facts.secretId, lambda, { vpc, hasIpv6 });
  const graphOf = (to: readonly ResolvedTarget[]) => topologyOf(snapshot, lambda, placement, vpc, to, hosts);
  const draft = graphOf(drafted);
  const isDraft = drafted.some((t) => t.hypothetical.length > 0);
  const targets = isDraft ? resolve(namedBlocks(draft)) : drafted;
  const topology = isDraft ? graphOf(targets) : draft;
  const { assumptions } = request;
  const client = clientOf(lambda);
  const noService = request.noTarget && chosen.blockers.length === 0;
  const service = noService
    ? NOT_APPLICABLE
    : judgeTargets({ topology, sources, ipv6Sources, client, assumptions }, targets, [
        ...chosen.blockers,
        ...chosen.remarks,
      ]);
  const masterArn = captured.secretValue?.masterarn ?? null;
  const asked = {
    snapshot,
    topology,
    sources,
    ipv6Sources,
    client,
    assumptions,
    secretArn: facts.secretId,
    masterArn,
    roleArn: lambda.Role ?? null,
  };
  const endpoint = judgeHosts(asked, hosts);
  return {
    service: qualify('service', service, lambda, network.doubt),
    endpoint: qualify('endpoint', endpoint, lambda, network.doubt),
    hosts: hosts.rows,
    targets,
    graph: topology.document(),
  };
}

/** Without a function to judge: nothing applies where none is named or needed, nothing is known where it could not be read. */
function withoutFunction(facts: PreconditionFacts, targets: readonly ResolvedTarget[]): Prerequisites {
  const graph = draftTopology(facts.snapshot.document.accountId).document();
  const noFunction = facts.functionArn !== null && !isFunctionArn(facts.functionArn);
  if (facts.lambda.known || noFunction || rotatesWithoutOurFunction(facts)) {
    return { service: NOT_APPLICABLE, endpoint: NOT_APPLICABLE, hosts: [], targets, graph };
  }
  const reason = missingFact([facts.lambda.missing], facts.functionArn === null ? [] : [facts.functionArn], null, null);
  return undecidable(facts, targets, reason);
}

/** Where the function runs could not be read. */
function undecidable(facts: PreconditionFacts, targets: readonly ResolvedTarget[], reason: Blocker): Prerequisites {
  return {
    service: judge('service', [], [reason]),
    endpoint: judge('endpoint', [], [reason]),
    hosts: [],
    targets,
    graph: draftTopology(facts.snapshot.document.accountId).document(),
  };
}

function topologyOf(
  snapshot: NetworkSnapshot,
  lambda: LambdaFunction,
  placement: FunctionPlacement,
  vpc: string | null,
  targets: readonly ResolvedTarget[],
  hosts: EffectiveHosts,
): Topology {
  const endpoints = hosts.resolutions
    .flatMap((r) => r.alternatives)
    .flatMap((a) => (a.kind === 'endpoint' ? [a.endpoint] : []));
  const interfaces = endpoints.flatMap((e) => e.NetworkInterfaceIds ?? []);
  const endpointAddresses = interfaces
    .flatMap((id) => snapshot.seen('NetworkInterfaces', { 'network-interface-id': id }))
    .flatMap((eni) => [eni.PrivateIpAddress ?? [], (eni.Ipv6Addresses ?? []).map((a) => a.Ipv6Address ?? [])].flat(2));
  const destinations = [...targets.flatMap(addressesToWalk), ...hostsToWalk(hosts), ...endpointAddresses].flatMap(
    (text) => parseAddress(text) ?? [],
  );
  const { subnets, groups } = 'subnets' in placement ? placement : { subnets: [], groups: [] };
  return buildTopology(
    withInterfaces(
      snapshot,
      targets.flatMap((t) => t.hypothetical),
    ),
    {
      functions: [
        {
          id: lambda.FunctionArn,
          vpc,
          subnets,
          groups,
        },
      ],
      subnets: [],
      groups: [],
      interfaces: [],
      endpoints: endpoints.map((e) => e.VpcEndpointId),
      destinations,
    },
  );
}

/** What makes the configuration as read not the whole truth: then nothing on it decides. */
function qualify(
  prerequisite: 'service' | 'endpoint',
  judged: Judged,
  lambda: LambdaFunction,
  network: Blocker | null,
): Judged {
  const doubts = [...(network === null ? [] : [network]), ...updateDoubts(lambda)];
  return doubts.length === 0 || judged.verdict === 'not-applicable' ? judged : undecided(prerequisite, judged, doubts);
}

/** While an update is in progress the old configuration runs; after a failed one the shown one may not be what runs. */
function updateDoubts(lambda: LambdaFunction): readonly Blocker[] {
  const status = lambda.LastUpdateStatus;
  if (status === undefined || status === 'Successful') return [];
  return [blocker('X_FUNCTION_UPDATE_NOT_EFFECTIVE', { resources: [lambda.FunctionArn] }, { status })];
}
