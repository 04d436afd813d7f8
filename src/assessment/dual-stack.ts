import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import type { TracedFlow } from '../reachability/trace-flow.ts';
import { type Judged, judge } from './judged.ts';

/** The client in the function, as far as it decides which address family is tried first and for how long. */
export interface Client {
  readonly functionArn: string;
  /** Lambda's name of it: python3.12; null where it is not stated. */
  readonly runtime: string | null;
  /** Seconds. */
  readonly timeout: number;
}

/** The flows of one family, and what stands against them beside. */
export interface FamilyPaths {
  readonly flows: readonly TracedFlow[];
  readonly blockers: readonly Blocker[];
}

type Verdict = 'pass' | 'fail' | 'unknown';

/** botocore waits as long for each address before it tries the next: https://botocore.amazonaws.com/v1/documentation/api/latest/reference/config.html */
const CONNECT_TIMEOUT = 60;

/**
 * What a client comes to where a name has addresses of both families and the function has both: it tries IPv6 first, and a
 * family without a path stalls it.
 *
 * @param certain whether the name is known to have IPv6 addresses.
 */
export function judgeFamilies(
  prerequisite: 'service' | 'endpoint',
  client: Client,
  { ipv4, ipv6 }: { readonly ipv4: FamilyPaths; readonly ipv6: FamilyPaths },
  certain: boolean,
  beside: readonly Blocker[],
): Judged {
  const outcomes = subnetsOf([...ipv4.flows, ...ipv6.flows]).map((subnet) =>
    inSubnet(client, subnet, part(ipv4, subnet), part(ipv6, subnet), certain),
  );
  const findings = outcomes.flatMap((o) => o.findings);
  const flows = outcomes.flatMap((o) => o.flows);
  const shared = [...beside, ...ipv4.blockers, ...ipv6.blockers];
  return judge(prerequisite, flows, [...shared, ...findings]);
}

interface Outcome {
  readonly flows: readonly TracedFlow[];
  readonly findings: readonly Blocker[];
}

/** One subnet at a time: the function is in all of them at once. */
function inSubnet(client: Client, subnet: string, ipv4: FamilyPaths, ipv6: FamilyPaths, certain: boolean): Outcome {
  const [four, six] = [verdictOf(ipv4), verdictOf(ipv6)];
  if (ipv6.flows.length === 0) return { flows: ipv4.flows, findings: [] };
  if (ipv4.flows.length === 0) return { flows: ipv6.flows, findings: [] };
  const both = [...ipv4.flows, ...ipv6.flows];
  if (four === six) return { flows: both, findings: [] };
  if (six === 'pass' && certain) return alone(client, subnet, ipv6);
  if (six === 'pass') return { flows: ipv4.flows, findings: [] };
  return stalled(client, subnet, ipv4, ipv6, { four, six, certain });
}

/** Only IPv6 has a path: Python takes it first, other clients may ask for IPv4 and hang. */
function alone(client: Client, subnet: string, ipv6: FamilyPaths): Outcome {
  const place = { resources: [client.functionArn], at: subnet };
  const details = { subnet, runtime: client.runtime ?? 'its runtime' };
  const finding = isPython(client)
    ? blocker('X_IPV4_WITHOUT_PATH', place, details)
    : blocker('X_IPV6_ALONE', place, details);
  return { flows: ipv6.flows, findings: [finding] };
}

/** IPv6 has no sound path. The client waits for it first: what IPv4 does decides only if there is time left. */
function stalled(
  client: Client,
  subnet: string,
  ipv4: FamilyPaths,
  ipv6: FamilyPaths,
  { four, six, certain }: { readonly four: Verdict; readonly six: Verdict; readonly certain: boolean },
): Outcome {
  const place = { resources: [client.functionArn], at: subnet };
  const wait = CONNECT_TIMEOUT * addressCount(ipv6);
  if (six === 'fail' && certain && isPython(client) && client.timeout <= wait) {
    const details = { subnet, timeout: String(client.timeout), wait: String(wait) };
    return { flows: [...ipv4.flows, ...ipv6.flows], findings: [blocker('X_IPV6_STALL', place, details)] };
  }
  if (four === 'fail' && six === 'unknown') return { flows: ipv6.flows, findings: [] };
  const codes = [...new Set(ipv6.flows.flatMap(({ trace }) => trace.blockers.map((b) => b.code)))].sort().join(', ');
  const doubt = certain ? '' : ', if the name has an IPv6 address at all';
  const reason = `its IPv6 path ${six === 'fail' ? 'fails' : 'is not known to pass'} (${codes})${doubt}`;
  const details = { subnet, runtime: client.runtime ?? 'its runtime', reason };
  return {
    flows: [...ipv4.flows, ...ipv6.flows].filter(({ trace }) => trace.disposition !== 'blocked'),
    findings: [blocker('X_IPV6_STALL_POSSIBLE', place, details)],
  };
}

function isPython({ runtime }: Client): boolean {
  return runtime?.startsWith('python') === true;
}

function addressCount({ flows }: FamilyPaths): number {
  return Math.max(1, new Set(flows.map(({ trace }) => trace.to.address)).size);
}

function subnetsOf(flows: readonly TracedFlow[]): readonly string[] {
  return [...new Set(flows.map(({ trace }) => trace.from.subnet ?? ''))];
}

function part({ flows, blockers }: FamilyPaths, subnet: string): FamilyPaths {
  return { blockers, flows: flows.filter(({ trace }) => (trace.from.subnet ?? '') === subnet) };
}

function verdictOf({ flows, blockers }: FamilyPaths): Verdict {
  const failed =
    flows.some(({ trace }) => trace.disposition === 'blocked') || blockers.some((b) => outcomeOf(b) === 'fail');
  if (failed) return 'fail';
  const sound = flows.every(({ trace }) => trace.disposition === 'reachable');
  return sound && !blockers.some((b) => outcomeOf(b) === 'unknown') ? 'pass' : 'unknown';
}
