import { byCodeUnit } from '../../snapshot/canonical.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import { blocker } from '../blocker.ts';
import { missingFact } from '../walk-record.ts';
import { byPrecedence, type Claim } from './claim.ts';
import { type Asking, claimsOn } from './claims-on.ts';
import { type DnsConfiguration, dnsConfiguration } from './dns-configuration.ts';
import { type FirewallAnswer, firewallAnswer } from './dns-firewall.ts';
import { plainName } from './domain-name.ts';
import { ec2Answer } from './ec2-names.ts';
import { byEndpointName, isEndpointName } from './endpoint-records.ts';
import {
  alternativesOf,
  anyOf,
  distinctBlockers,
  doubtsOf,
  type NameAnswer,
  type RecordType,
  unresolved,
} from './name-answer.ts';
import { type NameServers, nameServersOf } from './name-servers.ts';
import { unusedEndpoints } from './private-dns.ts';
import { type Answer, bothTypes } from './record-types.ts';
import { parseRegionalHost, publicIpv6 } from './regional-host.ts';
import { attributeUnread } from './zone-place.ts';

/** What a name gives where the function runs, and who is asked for it. */
export interface ResolvedName extends Answer {
  /** Name servers of the VPC's own, asked beside Amazon's or instead: what they answer is not part of this answer. */
  readonly servers: NameServers;
}

const AMAZON_ALONE: NameServers = { custom: [], amazon: true };
/** Resolvers give up on longer chains of aliases, each at a length of its own: of Amazon's no page of AWS says. */
const LONGEST_CHAIN = 8;

/**
 * What the resolver of a VPC (null: the network AWS runs functions in) answers for a name: DNS Firewall first, then the rule
 * or zone for the longest part of the name, then AWS's own names, then the public DNS. A chain of aliases ends in
 * an alternative of kind `public`, with the last name.
 *
 * @param hasIpv6 whether AAAA records are of use; without, only what is said of A records counts.
 */
export function answersOf(
  snapshot: NetworkSnapshot,
  vpcId: string | null,
  host: string,
  hasIpv6: boolean,
): ResolvedName {
  const name = plainName(host);
  if (vpcId === null) return { ...publicAnswer(snapshot, null, name), servers: AMAZON_ALONE, unasked: [] };
  const found = snapshot.one('Vpcs', { 'vpc-id': vpcId });
  if (!found.known || found.value === null) {
    const reason = `${vpcId} is not among the VPCs read`;
    const missing = found.known ? notRead('Vpcs', reason) : found.missing;
    const doubt = missingFact([missing], [vpcId], null, null);
    return { ...unresolved([], missing.reason), servers: AMAZON_ALONE, unasked: [doubt] };
  }
  const configuration = dnsConfiguration(snapshot, found.value);
  const ask = (type: RecordType) => withFirewall({ snapshot, configuration, hasIpv6 }, type, name, ASKED);
  const answer = hasIpv6 ? bothTypes(name, ask('A'), ask('AAAA')) : ask('A');
  const remarks = distinctBlockers([...configuration.remarks, ...answer.remarks]);
  return { ...answer, remarks, ...askedServers(snapshot, configuration, name, answer) };
}

function askedServers(
  snapshot: NetworkSnapshot,
  { vpc }: DnsConfiguration,
  host: string,
  { unasked, resolvesTo }: Answer,
): Pick<ResolvedName, 'servers' | 'unasked'> {
  const servers = nameServersOf(snapshot, vpc, host);
  if ('code' in servers) return { servers: AMAZON_ALONE, unasked: [servers, ...unasked] };
  if (vpc.EnableDnsSupport === true) return { servers, unasked };
  // Other servers may know public names by themselves; what is the VPC's own they could only ask its resolver for.
  if (!servers.amazon && resolvesTo === 'public') return { servers, unasked };
  if (vpc.EnableDnsSupport === undefined) {
    return { servers, unasked: [attributeUnread(vpc.VpcId, 'enableDnsSupport'), ...unasked] };
  }
  const others = { ...servers, amazon: false };
  if (servers.custom.length > 0 && resolvesTo === 'public') return { servers: others, unasked };
  if (servers.custom.length > 0) {
    const reason = `enableDnsSupport of ${vpc.VpcId} is false, so no server can ask its resolver for what only that one knows`;
    const doubt = blocker('X_NAME_UNKNOWN', { resources: [vpc.VpcId] }, { host, reason });
    return { servers: others, unasked: [doubt, ...unasked] };
  }
  const text = `enableDnsSupport of ${vpc.VpcId} is false, so its Amazon resolver answers nothing`;
  const evidence = [{ resource: vpc.VpcId, entry: 'enableDnsSupport', text }];
  const mend = `Turn enableDnsSupport of ${vpc.VpcId} on`;
  const silent = blocker('X_NAME_NOT_RESOLVED', { resources: [vpc.VpcId], evidence }, { host, reason: text, mend });
  return { servers, unasked: [silent, ...unasked] };
}

const TRUSTED: FirewallAnswer = { kind: 'passes', trusting: true };

/** How one comes to ask for a name. */
interface Way {
  /** The names that led here, and the zone or firewall group that says of each where it leads. */
  readonly chain: readonly { readonly name: string; readonly by: string }[];
  /** Whether a firewall rule let the first of them pass with whatever it leads to. */
  readonly trusted: boolean;
  /** The zone in which the name before is an alias: nobody asks the resolver for an alias's target. Null: the resolver is asked. */
  readonly aliasIn: string | null;
}

const ASKED: Way = { chain: [], trusted: false, aliasIn: null };

function withFirewall(asking: Asking, type: RecordType, host: string, { chain, trusted, aliasIn }: Way): Answer {
  const { snapshot, configuration } = asking;
  const before = chain.find(({ name }) => name === host);
  if (before !== undefined) return { ...circle(host, before.by, namesIn(chain)), unasked: [] };
  if (chain.length > LONGEST_CHAIN) return { ...tooLong(host, namesIn(chain)), unasked: [] };
  const { own, ofProfiles } = configuration.firewall;
  const unseen = trusted || aliasIn !== null;
  const filtered = unseen ? TRUSTED : firewallAnswer(own, ofProfiles, host, type);
  const trusts = aliasIn === null ? filtered.kind === 'passes' && filtered.trusting : trusted;
  const next = (name: string, by: string, how: 'alias' | 'record') => {
    const way = { chain: [...chain, { name: host, by }], trusted: trusts, aliasIn: how === 'alias' ? by : null };
    const { unasked, ...answer } = withFirewall(asking, type, name, way);
    return { ...answer, blockers: [...unasked, ...answer.blockers] };
  };
  const unread = configuration.unread.firewall === null || unseen ? [] : [configuration.unread.firewall];
  if (filtered.kind === 'redirects') return { ...next(filtered.to, filtered.by, 'record'), unasked: unread };
  const unasked = filtered.kind === 'passes' ? unread : [filtered.reason, ...unread];
  const claims = claimsOn(asking, host, next)
    .filter((claim) => aliasIn === null || (claim.doubt === null && claim.by === aliasIn))
    .sort(byPrecedence);
  const fallback = () => {
    const answer = publicAnswer(snapshot, configuration.vpc.VpcId, host);
    const unused = parseRegionalHost(host) === null ? [] : unusedEndpoints(configuration.endpoints, host);
    return { ...answer, remarks: [...answer.remarks, ...unused] };
  };
  return { ...firstOf(claims, host, fallback), unasked };
}

function namesIn(chain: Way['chain']): string {
  return chain.map(({ name }) => name).join(', ');
}

/** Told of what makes the name an alias of the next one. */
function circle(host: string, by: string, names: string): NameAnswer {
  const reason = `the names ${names} are aliases that lead in a circle`;
  const evidence = [{ resource: by, entry: host, text: reason }];
  const mend = `Let what ${by} says of ${host} lead to an address`;
  return unresolved([blocker('X_NAME_NOT_RESOLVED', { resources: [by], evidence }, { host, reason, mend })], reason);
}

function tooLong(host: string, names: string): NameAnswer {
  const reason = `each of ${names} is an alias of the next, and whether so long a chain is followed is not documented`;
  return unresolved([blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason })], reason);
}

/** The first claim that is in force answers; what may be in force before it leaves its answer open. */
function firstOf(claims: readonly Claim[], host: string, fallback: () => NameAnswer): NameAnswer {
  const [first] = claims;
  if (first === undefined) return fallback();
  const equals = claims.filter((claim) => byPrecedence(claim, first) === 0);
  const below = () => firstOf(claims.slice(equals.length), host, fallback);
  const inForce = equals.filter((claim) => claim.doubt === null);
  const answers = inForce.map((claim) => claim.answer(below));
  const [only, ...others] = answers;
  if (only === undefined) {
    const answer = below();
    const blockers = distinctBlockers([...equals.flatMap(({ doubt }) => doubt ?? []), ...doubtsOf(answer)]);
    return { ...answer, resolvesTo: 'unknown', alternatives: alternativesOf(answer), blockers };
  }
  if (others.length === 0) return only;
  const resources = inForce.map((claim) => claim.by).sort(byCodeUnit);
  const because = `${resources.join(' and ')} each claim the name`;
  return anyOf(answers, blocker('X_NAME_UNKNOWN', { resources }, { host, reason: because }), because);
}

function publicAnswer(snapshot: NetworkSnapshot, vpc: string | null, host: string): NameAnswer {
  if (isEndpointName(host)) return byEndpointName(snapshot, host);
  const byEc2 = ec2Answer(snapshot, vpc, host);
  if (byEc2 !== null) return byEc2;
  return {
    resolvesTo: 'public',
    because: `nothing in ${vpc ?? 'a VPC'} answers ${host}, so the public name does`,
    alternatives: [{ kind: 'public', name: host, records: { A: true, AAAA: publicIpv6(host) } }],
    blockers: [],
    uncertain: null,
    remarks: [],
  };
}
