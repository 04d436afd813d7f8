import { parseAddress } from '../net/address.ts';
import { type AddressSet, addressSetOf, publicAddresses, singleAddress } from '../net/address-space.ts';
import { parseCidr } from '../net/cidr.ts';
import { decideEndpointPolicy, type EndpointPolicyDecision, ROTATION_ACTIONS } from '../policy/endpoint-policy.ts';
import type { Assumptions } from '../reachability/assumptions.ts';
import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import type { Flow, FlowSource } from '../reachability/flow.ts';
import type { Alternative, EndpointResolution } from '../reachability/resolve-endpoint.ts';
import type { Step, Trace } from '../reachability/trace.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import { missingFact } from '../reachability/walk-record.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { VpcEndpoint } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { Topology } from '../topology/topology.ts';
import { either, type Judged, judge, undecided } from './judged.ts';

const HTTPS = 443;
const READING = 'secretsmanager:GetSecretValue';

export interface EndpointQuestion {
  readonly snapshot: NetworkSnapshot;
  readonly topology: Topology;
  readonly sources: readonly FlowSource[];
  readonly assumptions: Assumptions;
  readonly secretArn: string;
  /** The function's execution role. */
  readonly roleArn: string | null;
  /** The secret that the function logs in with beside its own, where the value read names one. */
  readonly masterArn: string | null;
}

/** Prerequisite B for one host: the path to wherever the name leads, and what the endpoint's policy says. */
export function judgeHost(question: EndpointQuestion, resolution: EndpointResolution): Judged {
  const beside = [...resolution.blockers, ...resolution.remarks];
  const alternatives = resolution.alternatives.map((alternative) => judgeAlternative(question, alternative, beside));
  const [only, ...others] = alternatives;
  if (only === undefined) return judge('endpoint', [], beside);
  const judged =
    others.length === 0 && resolution.uncertain === null
      ? only
      : either('endpoint', alternatives, resolution.uncertain === null ? [] : [resolution.uncertain]);
  if (judged.verdict === 'pass' && resolution.whereAllPass !== undefined)
    return withRemark(judged, resolution.whereAllPass);
  // Where the name may lead elsewhere, a path that fails decides nothing.
  const open = resolution.blockers.length > 0 && !beside.some((b) => outcomeOf(b) === 'fail');
  return open ? undecided('endpoint', judged, []) : judged;
}

function withRemark(judged: Judged, remark: Blocker): Judged {
  return { ...judged, found: [...judged.found, { prerequisite: 'endpoint', trace: null, blocker: remark }] };
}

function judgeAlternative(question: EndpointQuestion, alternative: Alternative, beside: readonly Blocker[]): Judged {
  switch (alternative.kind) {
    case 'dead':
      return judge('endpoint', [], [...beside, dead(alternative.endpoint, alternative.state)]);
    case 'public':
      return judge(
        'endpoint',
        question.sources.map((source) => tracePublic(question, source)),
        beside,
      );
    case 'endpoint':
      return judgeEndpointPath(question, alternative.endpoint, alternative.interfaces, beside);
  }
}

function dead(endpoint: string, state: string): Blocker {
  const evidence = [{ resource: endpoint, entry: state, text: `${endpoint} is ${state}` }];
  return {
    ...blocker('BAD_STATE', { resources: [endpoint], evidence }, { kind: 'VPC endpoint', state, needed: 'available' }),
    leg: 'forward',
  };
}

/** The public endpoint: one unknown address of the service's published ranges, or of the whole public space. */
function tracePublic(question: EndpointQuestion, source: FlowSource): TracedFlow {
  const { snapshot, topology } = question;
  return traceFlow(topology, flowTo(question, source, serviceRange(snapshot), true, 'public', null));
}

function flowTo(
  { assumptions }: EndpointQuestion,
  source: FlowSource,
  addresses: AddressSet,
  oneOf: boolean,
  label: string,
  eni: string | null,
): Flow {
  return {
    id: `endpoint/${source.subnet ?? 'aws-network'}/${label}:${HTTPS}`,
    source,
    destination: { addresses, oneOf, label, port: HTTPS, interface: eni },
    protocol: 'tcp',
    assumptions,
  };
}

/** ip-ranges.json, service AMAZON, the secret's Region: https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html */
function serviceRange(snapshot: NetworkSnapshot): AddressSet {
  const { ServiceIpRanges: ranges, region } = snapshot.document;
  const cidrs = (ranges?.prefixes ?? [])
    .filter((row) => (row.region ?? region) === region && (row.service ?? 'AMAZON') === 'AMAZON')
    .map((row) => parseCidr(row.ip_prefix))
    .filter((cidr) => cidr !== null);
  return cidrs.length === 0 ? publicAddresses(4) : addressSetOf(4, cidrs);
}

/** Every interface of the endpoint must be reached: the resolver answers with any of them. */
function judgeEndpointPath(
  question: EndpointQuestion,
  endpoint: VpcEndpoint,
  interfaces: readonly string[],
  beside: readonly Blocker[],
): Judged {
  const { snapshot, topology, sources } = question;
  const id = endpoint.VpcEndpointId;
  const blockers: Blocker[] = [...beside];
  const addresses = new Map<string, string>();
  for (const eni of interfaces) {
    const found = snapshot.one(
      'NetworkInterfaces',
      { 'network-interface-id': eni },
      endpoint.VpcId === undefined ? {} : { 'vpc-id': endpoint.VpcId },
    );
    const address = found.known ? found.value?.PrivateIpAddress : undefined;
    if (address !== undefined) addresses.set(address, eni);
    else
      blockers.push(
        missingFact([found.known ? unread(`${eni} of ${id} has no address stated`) : found.missing], [eni], null, null),
      );
  }
  if (interfaces.length === 0 || (endpoint.NetworkInterfaceIds ?? []).length < (endpoint.SubnetIds ?? []).length)
    blockers.push(missingFact([unread(`not every interface of ${id} is stated`)], [id], null, null));
  if (endpoint.IpAddressType === 'ipv6' || endpoint.DnsOptions?.DnsRecordIpType === 'ipv6') {
    blockers.push(
      blocker(
        'X_NOT_MODELLED',
        { resources: [id] },
        { what: 'an endpoint with IPv6 records only', reason: `${id} answers with IPv6 addresses` },
      ),
    );
  }
  blockers.push(...remarkOneZone(topology, endpoint, interfaces, sources));
  const policy = endpointPolicy(question, endpoint);
  const flows = [...addresses]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([address, eni]) => {
      const parsed = parseAddress(address);
      return parsed === null
        ? []
        : sources.map((source) =>
            withPolicy(
              traceFlow(topology, flowTo(question, source, singleAddress(parsed), false, address, eni)),
              id,
              policy,
            ),
          );
    });
  return judge('endpoint', flows, blockers);
}

interface PolicyFinding {
  readonly step: Step;
  readonly blocker: Blocker | null;
}

/** Every call of a rotation on the secret, and reading the other secret it logs in with. */
function policyDecision(
  { secretArn, roleArn, masterArn }: EndpointQuestion,
  { PolicyDocument: text }: VpcEndpoint,
): EndpointPolicyDecision {
  const own = decideEndpointPolicy(text, { roleArn, secretArn, actions: ROTATION_ACTIONS });
  if (masterArn === null) return own;
  const master = decideEndpointPolicy(text, { roleArn, secretArn: masterArn, actions: [READING] });
  const onMaster = { ...master, actions: [`${READING} on ${masterArn}`] };
  return [own, onMaster].find((d) => d.verdict === 'deny') ?? [own, onMaster].find((d) => d.verdict !== 'allow') ?? own;
}

function endpointPolicy(question: EndpointQuestion, endpoint: VpcEndpoint): PolicyFinding {
  const id = endpoint.VpcEndpointId;
  const decision = policyDecision(question, endpoint);
  const actions = decision.actions.join(', ');
  const statement = decision.statement ?? 'no statement';
  const verb = { allow: 'allows', deny: 'does not allow', undetermined: 'may or may not allow' }[decision.verdict];
  const evidence = {
    resource: id,
    entry: decision.statement,
    text: `the policy of ${id} ${verb} ${decision.verdict === 'allow' ? 'every call of a rotation' : actions}`,
  };
  const place = { resources: [id], evidence: [evidence] };
  const outcome = { allow: 'accept', deny: 'deny', undetermined: 'unknown' } as const;
  return {
    step: { kind: 'policy', direction: null, outcome: outcome[decision.verdict], evidence },
    blocker:
      decision.verdict === 'allow'
        ? null
        : blocker(decision.verdict === 'deny' ? 'X_ENDPOINT_POLICY_DENIES' : 'X_ENDPOINT_POLICY_UNDECIDED', place, {
            actions,
            statement,
          }),
  };
}

/** The endpoint stands behind its interface; a policy that refuses a call stops the rotation as surely as a filter does. */
function withPolicy(flow: TracedFlow, endpoint: string, policy: PolicyFinding): TracedFlow {
  const { trace } = flow;
  const hops = [
    ...trace.forward.hops,
    { resource: endpoint, kind: 'vpc-endpoint' as const, subnet: null, steps: [policy.step] },
  ];
  const forward: Trace = { ...trace, forward: { hops } };
  if (policy.blocker === null) return { ...flow, trace: forward };
  const refused = policy.step.outcome === 'deny';
  const disposition = refused || trace.disposition === 'blocked' ? 'blocked' : 'unknown';
  const blockers = [...trace.blockers, { ...policy.blocker, behind: trace.blockers.length > 0 }];
  return {
    ...flow,
    trace: {
      ...forward,
      disposition,
      intermittent: refused ? false : trace.intermittent,
      clientPorts: refused ? [] : trace.clientPorts,
      blockers,
    },
  };
}

/** An endpoint with interfaces in one zone serves every zone, but only as long as its own is up. */
function remarkOneZone(
  topology: Topology,
  endpoint: VpcEndpoint,
  interfaces: readonly string[],
  sources: readonly FlowSource[],
): readonly Blocker[] {
  const zoneOf = (subnet: string) => {
    const { fact } = topology.node('subnet', subnet);
    return fact.known ? (fact.value?.AvailabilityZone ?? null) : null;
  };
  const zones = new Set(
    interfaces.flatMap((eni) => topology.next(eni, 'in-subnet', 'subnet').map((s) => zoneOf(s.id))),
  );
  const [zone] = zones;
  if (zones.size !== 1 || zone == null) return [];
  const byZonalName = interfaces.length < (endpoint.NetworkInterfaceIds ?? []).length;
  return sources
    .filter((s) => s.subnet !== null && (byZonalName || ![null, zone].includes(zoneOf(s.subnet))))
    .map((s) =>
      blocker(
        'X_ENDPOINT_IN_ONE_ZONE',
        { resources: [endpoint.VpcEndpointId], at: s.subnet },
        { endpoint: endpoint.VpcEndpointId, zone, subnet: s.subnet ?? '' },
      ),
    );
}

function unread(reason: string) {
  return { list: 'NetworkInterfaces', action: 'ec2:DescribeNetworkInterfaces', reason };
}
