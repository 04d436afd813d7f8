import { parseAddress } from '../../net/address.ts';
import { addressSetOf } from '../../net/address-space.ts';
import { mustParseCidr } from '../../net/cidr.ts';
import { contains } from '../../net/interval-set.ts';
import type { Instance } from '../../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import { blocker } from '../blocker.ts';
import { primaryInterface } from '../interface-addresses.ts';
import { type Alternative, type NameAnswer, unresolved } from './name-answer.ts';
import { sideSeen } from './split-horizon.ts';

const PRIVATE_NAME = /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.(?:ec2\.internal|[a-z0-9-]+\.compute\.internal)$/;
const PUBLIC_NAME =
  /^ec2-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.(?:compute-1|[a-z0-9-]+\.compute)\.amazonaws\.com(?:\.cn)?$/;

/** The IPv4 address inside a default private or public DNS name: ip-10-0-20-10.ec2.internal. */
export function addressInName(host: string): string | null {
  const text = (PRIVATE_NAME.exec(host) ?? PUBLIC_NAME.exec(host))?.slice(1).join('.');
  return text === undefined || parseAddress(text) === null ? null : text;
}

/** The domain of the private names of a Region's instances. */
function privateDomain(region: string): string {
  return region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
}

const RFC_1918 = addressSetOf(4, ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(mustParseCidr));

/**
 * The address inside a default private DNS name, where every VPC of a Region answers with it: only for RFC 1918 addresses.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export function addressThroughout(region: string, host: string): string | null {
  const inName = host.endsWith(`.${privateDomain(region)}`) ? addressInName(host) : null;
  const address = inName === null ? null : parseAddress(inName);
  return address !== null && contains(RFC_1918.set, address.value) ? inName : null;
}

/** The name of an instance that is made of its id: i-0123456789abcdef0.ec2.internal. */
function resourceName(snapshot: NetworkSnapshot, { InstanceId: id }: Instance): string {
  return `${id}.${privateDomain(snapshot.document.region)}`;
}

/** What a name EC2 gives an instance answers in a VPC (null: outside any); null where the name is no such name. */
export function ec2Answer(snapshot: NetworkSnapshot, vpc: string | null, host: string): NameAnswer | null {
  const throughout = addressThroughout(snapshot.document.region, host);
  if (throughout !== null)
    return answer([addresses(host, throughout, null)], `AWS's own name bears the address ${throughout}`);
  const named = instancesNamed(snapshot, host);
  const isPublic = PUBLIC_NAME.test(host) || named.some((i) => i.PublicDnsName === host);
  // A private name of another kind means something in the instance's own VPC alone.
  const here = isPublic ? named : named.filter((i) => i.VpcId === vpc);
  const [only, ...others] = here;
  if (others.length > 0) {
    const choices = here.map((i) => i.InstanceId).join(', ');
    return unresolved(
      [blocker('X_TARGET_AMBIGUOUS', { resources: [host] }, { target: host, choices })],
      'more than one instance has the name',
    );
  }
  if (only !== undefined)
    return isPublic ? ofPublicName(snapshot, vpc, only, host) : ofPrivateName(snapshot, only, host);
  const inName = addressInName(host);
  if (isPublic && vpc === null && inName !== null)
    return answer([addresses(host, inName, null)], `the public name bears the address ${inName}`);
  return null;
}

function instancesNamed(snapshot: NetworkSnapshot, host: string): readonly Instance[] {
  const label = host.slice(0, host.indexOf('.'));
  const named = [
    ...snapshot.seen('Instances', { 'private-dns-name': host }),
    ...snapshot.seen('Instances', { 'dns-name': host }),
    ...snapshot.seen('Instances', { 'instance-id': label }).filter((i) => resourceName(snapshot, i) === host),
  ];
  return [...new Set(named)];
}

/** A public name means the private address where it is asked near enough: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
function ofPublicName(snapshot: NetworkSnapshot, vpc: string | null, instance: Instance, host: string): NameAnswer {
  const id = instance.InstanceId;
  const inside = primaryInterface(snapshot, instance);
  const outside = instance.PublicIpAddress;
  const sides = {
    private: inside.ipv4 === null ? [] : [addresses(host, inside.ipv4, inside.id)],
    public: outside === undefined ? [] : [addresses(host, outside, null)],
  };
  const side = sideSeen(snapshot, vpc, instance.VpcId);
  if (side === 'unknown') {
    const reason = `${id} is not where its name surely means one address, so it may mean its private or its public one`;
    const doubt = blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason });
    const either = [...sides.private, ...sides.public];
    if (either.length < 2) return unresolved([doubt], reason);
    return { ...answer(either, reason), resolvesTo: 'unknown', uncertain: doubt };
  }
  if (sides[side].length > 0)
    return answer(sides[side], `${host} is the public name of ${id}, seen from its ${side} side`);
  return unknownAddress(host, `the name means the ${side} address of ${id} here, which is not stated`);
}

/** A name made of the instance's id answers only with the records that are switched on: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html */
function ofPrivateName(snapshot: NetworkSnapshot, instance: Instance, host: string): NameAnswer {
  const id = instance.InstanceId;
  const { A, AAAA } = recordsOf(snapshot, instance, host);
  if (A === false && !AAAA) {
    const reason = `${id} does not answer by its resource name`;
    const mend = `Turn EnableResourceNameDnsARecord of ${id} on`;
    return unresolved([blocker('X_NAME_NOT_RESOLVED', { resources: [id] }, { host, reason, mend })], reason);
  }
  if (A === undefined) return unknownAddress(host, `whether ${id} answers by its resource name is not stated`);
  const { id: eni, ipv4, ipv6 } = primaryInterface(snapshot, instance);
  const given = {
    A: A && ipv4 !== null ? [{ address: ipv4, interface: eni }] : [],
    AAAA: AAAA ? ipv6.map((address) => ({ address, interface: eni })) : [],
  };
  if (given.A.length + given.AAAA.length === 0)
    return unknownAddress(host, `the address of ${id} that the name gives is not stated`);
  return answer([{ kind: 'addresses', by: host, ...given }], `${host} is the private name of ${id}`);
}

/** Whether a private name has A records, undefined where nobody says, and AAAA records. */
function recordsOf(snapshot: NetworkSnapshot, instance: Instance, host: string) {
  if (resourceName(snapshot, instance) !== host) return { A: true, AAAA: false };
  const options = instance.PrivateDnsNameOptions;
  return { A: options?.EnableResourceNameDnsARecord, AAAA: options?.EnableResourceNameDnsAAAARecord === true };
}

function unknownAddress(host: string, reason: string): NameAnswer {
  return unresolved([blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason })], reason);
}

function addresses(by: string, address: string, eni: string | null): Alternative {
  return { kind: 'addresses', by, A: [{ address, interface: eni }], AAAA: [] };
}

function answer(alternatives: readonly Alternative[], because: string): NameAnswer {
  return { resolvesTo: 'public', because, alternatives, blockers: [], uncertain: null, remarks: [] };
}
