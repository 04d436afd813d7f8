import { DEFAULT_TIMEOUT } from '../preconditions/function-preconditions.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { TracedFlow } from '../reachability/trace-flow.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';

/** The client in the function, as far as it decides which address family is tried first and for how long. */
export interface Client {
  readonly functionArn: string;
  /** Lambda's name of it: python3.12; null where it is not stated. */
  readonly runtime: string | null;
  /** Seconds. */
  readonly timeout: number;
}

export function clientOf({ FunctionArn, Runtime, Timeout }: LambdaFunction): Client {
  return { functionArn: FunctionArn, runtime: Runtime ?? null, timeout: Timeout ?? DEFAULT_TIMEOUT };
}

/** The flows that decide, and what the lack of one family means. */
export interface Settled {
  readonly flows: readonly TracedFlow[];
  readonly findings: readonly Blocker[];
}

/** botocore waits as long for each address before it tries the next: https://botocore.amazonaws.com/v1/documentation/api/latest/reference/config.html */
const CONNECT_TIMEOUT = 60;

/** The flows to one name over each family. */
export interface BothFamilies {
  readonly ipv4: readonly TracedFlow[];
  readonly ipv6: readonly TracedFlow[];
  /** Whether the name is known to have IPv6 addresses. */
  readonly ipv6Certain: boolean;
}

/**
 * What a client comes to where a name has addresses of both families and the function has both: it tries IPv6 first, and a
 * family without a whole path stalls it. One subnet at a time: the function is in all of them at once.
 */
export function settleFamilies(client: Client, { ipv4, ipv6, ipv6Certain }: BothFamilies): Settled {
  const subnets = [...new Set([...ipv4, ...ipv6].map(subnetOf))];
  const settled = subnets.map((subnet) => {
    const of = (flows: readonly TracedFlow[]) => flows.filter((flow) => subnetOf(flow) === subnet);
    return inSubnet(client, subnet, { ipv4: of(ipv4), ipv6: of(ipv6), ipv6Certain });
  });
  return { flows: settled.flatMap((s) => s.flows), findings: settled.flatMap((s) => s.findings) };
}

function inSubnet(client: Client, subnet: string, both: BothFamilies): Settled {
  const { ipv4, ipv6 } = both;
  const asTheyAre = { flows: [...ipv4, ...ipv6], findings: [] };
  if (ipv4.length === 0 || ipv6.length === 0) return asTheyAre;
  // A call that a policy refuses has arrived: no client tries the other family for it.
  if (ipv6.some(isRefusedByPolicy)) return asTheyAre;
  const [fourFails, sixFails] = [ipv4.some(isBlocked), ipv6.some(isBlocked)];
  if (fourFails && sixFails) return asTheyAre;
  if (fourFails) return ipv6Alone(client, subnet, both);
  return ipv6.every(isSound) ? asTheyAre : stalled(client, subnet, both);
}

/** Only IPv6 may have a path: Python takes it first, other clients may ask for IPv4 and hang. */
function ipv6Alone(client: Client, subnet: string, { ipv4, ipv6, ipv6Certain }: BothFamilies): Settled {
  const place = { resources: [client.functionArn], at: subnet };
  const details = { subnet, runtime: client.runtime ?? 'its runtime' };
  if (ipv6Certain && isPython(client))
    return { flows: ipv6, findings: [blocker('X_IPV4_WITHOUT_PATH', place, details)] };
  return { flows: [...ipv4.map(asDoubt(blocker('X_IPV6_ALONE', place, details))), ...ipv6], findings: [] };
}

/** IPv6 has no sound path: the client waits for IPv6 first, and there may be no time left. */
function stalled(client: Client, subnet: string, { ipv4, ipv6, ipv6Certain }: BothFamilies): Settled {
  const place = { resources: [client.functionArn], at: subnet };
  const fails = ipv6.some(isBlocked);
  const wait = CONNECT_TIMEOUT * new Set(ipv6.map(({ trace }) => trace.to.address)).size;
  if (ipv6Certain && fails && isPython(client) && client.timeout <= wait) {
    const details = { subnet, timeout: String(client.timeout), wait: String(wait) };
    const stall = blocker('X_IPV6_STALL', place, details);
    // The function ends before it comes to IPv4.
    return { flows: ipv6.map((flow) => (isBlocked(flow) ? withBlocker(flow, stall) : flow)), findings: [] };
  }
  const codes = [...new Set(ipv6.flatMap(({ trace }) => trace.blockers.map((b) => b.code)))].sort().join(', ');
  const doubt = ipv6Certain ? '' : ', if the name has an IPv6 address at all';
  const reason = `its IPv6 path ${fails ? 'fails' : 'is not known to pass'} (${codes})${doubt}`;
  const details = { subnet, runtime: client.runtime ?? 'its runtime', reason };
  return { flows: [...ipv4, ...ipv6.map(asDoubt(blocker('X_IPV6_STALL_POSSIBLE', place, details)))], findings: [] };
}

function withBlocker(flow: TracedFlow, added: Blocker): TracedFlow {
  return { ...flow, trace: { ...flow.trace, blockers: [added, ...flow.trace.blockers] } };
}

/** A refusal that may not matter: the trace keeps its steps, and what stands against it is the doubt. */
function asDoubt(doubt: Blocker): (flow: TracedFlow) => TracedFlow {
  return (flow) =>
    isBlocked(flow)
      ? { ...flow, trace: { ...flow.trace, disposition: 'unknown', intermittent: false, blockers: [doubt] } }
      : flow;
}

const POLICY_CODES: ReadonlySet<string> = new Set(['X_ENDPOINT_POLICY_DENIES', 'X_SECRET_POLICY_DENIES']);

function isRefusedByPolicy({ trace }: TracedFlow): boolean {
  return trace.blockers.length > 0 && trace.blockers.every((b) => POLICY_CODES.has(b.code));
}

function isSound({ trace }: TracedFlow): boolean {
  return trace.disposition === 'reachable';
}

function isBlocked({ trace }: TracedFlow): boolean {
  return trace.disposition === 'blocked';
}

function isPython({ runtime }: Client): boolean {
  return runtime?.startsWith('python') === true;
}

function subnetOf({ trace }: TracedFlow): string {
  return trace.from.subnet ?? '';
}
