import type { Family } from '../net/address.ts';
import { type AddressSet, addressSetOf, publicAddresses, singleAddress } from '../net/address-space.ts';
import { parseCidr } from '../net/cidr.ts';
import { subtract } from '../net/interval-set.ts';
import type { Truth } from '../policy/truth.ts';
import { type Blocker, outcomeOf } from '../reachability/blocker.ts';
import type { FlowSource } from '../reachability/flow.ts';
import type { ResolvedName } from '../reachability/names/answers-of.ts';
import { type Alternative, distinctBlockers, type NamedAddress } from '../reachability/names/name-answer.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import { placeOfArn } from '../snapshot/home.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { vpcBlocks } from '../topology/blocks.ts';
import { addressPath, strangers } from './address-path.ts';
import { synthesised, synthesisedText, whereDns64 } from './dns64.ts';
import { type BothFamilies, settleFamilies } from './dual-stack.ts';
import { type EndpointPath, endpointPath } from './endpoint-path.ts';
import { httpsFlow, type PathQuestion } from './https-flow.ts';
import { type CallsQuestion, withPolicies } from './judge-policies.ts';
import { either, type Judged, judge, undecided } from './judged.ts';

export type EndpointQuestion = PathQuestion & CallsQuestion;

/** Prerequisite B for one host: the path to wherever the name leads, and what the endpoint's policy says. */
export function judgeHost(question: EndpointQuestion, host: string, resolution: ResolvedName): Judged {
  const against = [...resolution.unasked, ...resolution.blockers];
  const beside = [...against, ...resolution.remarks];
  const alternatives = resolution.alternatives.map((alternative) =>
    judgeAlternative(question, host, alternative, beside),
  );
  const [only, ...others] = alternatives;
  if (only === undefined) return judge('endpoint', [], beside);
  const judged =
    others.length === 0 && resolution.uncertain === null
      ? only
      : either('endpoint', alternatives, resolution.uncertain === null ? [] : [resolution.uncertain]);
  if (judged.verdict === 'pass' && resolution.whereAllPass !== undefined)
    return withRemark(judged, resolution.whereAllPass);
  // Where the name may lead elsewhere, a path that fails decides nothing.
  const open = against.length > 0 && !beside.some((b) => outcomeOf(b) === 'fail');
  return open ? undecided('endpoint', judged, []) : judged;
}

function withRemark(judged: Judged, remark: Blocker): Judged {
  return { ...judged, found: [...judged.found, { prerequisite: 'endpoint', trace: null, blocker: remark }] };
}

function judgeAlternative(
  question: EndpointQuestion,
  host: string,
  alternative: Alternative,
  beside: readonly Blocker[],
): Judged {
  switch (alternative.kind) {
    case 'nowhere':
      return judge('endpoint', [], [...beside, alternative.reason]);
    case 'addresses': {
      const ipv4 = addressPath(question, alternative.A);
      const ipv6 =
        alternative.AAAA.length > 0
          ? addressPath(question, alternative.AAAA)
          : addressPath(whereDns64(question), alternative.A.flatMap(throughDns64));
      // Whoever stands at another address calls Secrets Manager by a path of its own.
      const judged = (ways: typeof ipv4) =>
        ways.map(({ flow, endpoint }) => (endpoint === null ? flow : withPolicies(question, endpoint, flow)));
      const region = placeOfArn(question.secretArn).region ?? question.snapshot.document.region;
      const strange = distinctBlockers(strangers([...ipv4, ...ipv6], { name: 'secretsmanager', region }, host));
      const both = { ipv4: judged(ipv4), ipv6: judged(ipv6), ipv6Certain: true };
      return judgeFamilies(question, both, [...beside, ...strange]);
    }
    case 'public': {
      const { A, AAAA } = alternative.records;
      const over = (has: Truth, sources: readonly FlowSource[]) =>
        has === false ? [] : sources.map((source) => tracePublic(question, source));
      const ofDns64 = A === false || AAAA === true ? [] : tracePublicDns64(question);
      const judged = (flows: readonly TracedFlow[]) => flows.map((flow) => withPolicies(question, null, flow));
      const ipv4 = judged(over(A, question.sources));
      const ipv6 = judged([...over(AAAA, question.ipv6Sources), ...ofDns64]);
      return judgeFamilies(question, { ipv4, ipv6, ipv6Certain: AAAA !== 'undetermined' }, beside);
    }
    case 'endpoint':
      return judgeEndpoint(question, alternative, beside);
  }
}

function judgeFamilies({ client }: EndpointQuestion, both: BothFamilies, beside: readonly Blocker[]): Judged {
  const { flows, findings } = settleFamilies(client, both);
  return judge('endpoint', flows, [...beside, ...findings]);
}

/** The families that the endpoint's name has records of; DNS64 adds IPv6 to one that has none. */
function judgeEndpoint(
  question: EndpointQuestion,
  { endpoint, interfaces, records }: Extract<Alternative, { readonly kind: 'endpoint' }>,
  beside: readonly Blocker[],
): Judged {
  const path = (family: Family, has: Truth) =>
    has === false ? NO_PATH : endpointPath(question, endpoint, interfaces, family);
  const ipv4 = path(4, records.A);
  const ipv6 = question.ipv6Sources.length === 0 ? NO_PATH : path(6, records.AAAA);
  const judged = (flows: readonly TracedFlow[]) => flows.map((flow) => withPolicies(question, endpoint, flow));
  const overIpv6 = records.AAAA === false ? ipv4.synthesised : ipv6.flows;
  const around = [...beside, ...ipv4.blockers, ...ipv6.blockers];
  const ipv6Certain = records.AAAA !== 'undetermined';
  return judgeFamilies(question, { ipv4: judged(ipv4.flows), ipv6: judged(overIpv6), ipv6Certain }, around);
}

const NO_PATH: EndpointPath = { flows: [], blockers: [], synthesised: [] };

/** The public endpoint: one unknown address of the service's published ranges, or of the whole public space. */
function tracePublic(question: EndpointQuestion, source: FlowSource): TracedFlow {
  const { snapshot, topology } = question;
  const addresses = source.addresses.family === 4 ? serviceRange(snapshot) : ipv6Range(snapshot);
  const destination = { addresses, oneOf: true, label: 'public', interface: null };
  return traceFlow(topology, httpsFlow(question, source, destination));
}

/** What DNS64 makes of the public endpoint's IPv4 addresses: no prefix of 64:ff9b::/96 is routed apart, so one stands for all. */
function tracePublicDns64(question: EndpointQuestion): readonly TracedFlow[] {
  const [[first = 0n] = []] = synthesised(serviceRange(question.snapshot)).set;
  const addresses = singleAddress({ family: 6, value: first });
  const destination = { addresses, oneOf: false, label: 'public-dns64', interface: null };
  return whereDns64(question).ipv6Sources.map((source) =>
    traceFlow(question.topology, httpsFlow(question, source, destination)),
  );
}

function throughDns64({ address }: NamedAddress): readonly NamedAddress[] {
  const text = synthesisedText(address);
  return text === null ? [] : [{ address: text, interface: null }];
}

/** Every public IPv6 address but those that VPCs in sight have for themselves. */
function ipv6Range(snapshot: NetworkSnapshot): AddressSet {
  const own = snapshot.seen('Vpcs', {}).flatMap((vpc) => vpcBlocks(vpc, 6));
  return { family: 6, set: subtract(publicAddresses(6).set, addressSetOf(6, own).set) };
}

/** ip-ranges.json, service AMAZON, the secret's Region: https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html */
export function serviceRange(snapshot: NetworkSnapshot): AddressSet {
  const { ServiceIpRanges: ranges, region } = snapshot.document;
  const cidrs = (ranges?.prefixes ?? [])
    .filter((row) => (row.region ?? region) === region && (row.service ?? 'AMAZON') === 'AMAZON')
    .map((row) => parseCidr(row.ip_prefix))
    .filter((cidr) => cidr !== null);
  return cidrs.length === 0 ? publicAddresses(4) : addressSetOf(4, cidrs);
}
