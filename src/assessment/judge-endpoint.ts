import { type AddressSet, addressSetOf, publicAddresses } from '../net/address-space.ts';
import { parseCidr } from '../net/cidr.ts';
import { type Blocker, outcomeOf } from '../reachability/blocker.ts';
import type { FlowSource } from '../reachability/flow.ts';
import type { ResolvedName } from '../reachability/names/answers-of.ts';
import type { Alternative } from '../reachability/names/name-answer.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { addressPath, strangers } from './address-path.ts';
import { endpointPath } from './endpoint-path.ts';
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
      const ways = addressPath(question, alternative.A);
      const judged = ways.map(({ flow, endpoint }) => withPolicies(question, endpoint, flow));
      return judge('endpoint', judged, [...beside, ...strangers(ways, host)]);
    }
    case 'public':
      return judge(
        'endpoint',
        question.sources.map((source) => withPolicies(question, null, tracePublic(question, source))),
        beside,
      );
    case 'endpoint': {
      const { flows, blockers } = endpointPath(question, alternative.endpoint, alternative.interfaces);
      const judged = flows.map((flow) => withPolicies(question, alternative.endpoint, flow));
      return judge('endpoint', judged, [...beside, ...blockers]);
    }
  }
}

/** The public endpoint: one unknown address of the service's published ranges, or of the whole public space. */
function tracePublic(question: EndpointQuestion, source: FlowSource): TracedFlow {
  const { snapshot, topology } = question;
  const destination = { addresses: serviceRange(snapshot), oneOf: true, label: 'public', interface: null };
  return traceFlow(topology, httpsFlow(question, source, destination));
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
