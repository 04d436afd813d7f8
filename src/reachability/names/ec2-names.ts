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

const PRIVATE_NAME =
  /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.(?:(ec2)\.internal|([a-z0-9-]+)\.compute\.internal)$/;
const RESOURCE_NAME = /^(i-[0-9a-z]+)\.(?:ec2\.internal|[a-z0-9-]+\.compute\.internal)$/;
const PUBLIC_NAME =
  /^ec2-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.(?:compute-1|[a-z0-9-]+\.compute)\.amazonaws\.com(?:\.cn)?$/;

/** The IPv4 address inside a default private or public DNS name: ip-10-0-20-10.ec2.internal. */
export function addressInName(host: string): string | null {
  const text = (PRIVATE_NAME.exec(host) ?? PUBLIC_NAME.exec(host))?.slice(1, 5).join('.');
  return text === undefined || parseAddress(text) === null ? null : text;
}

const RFC_1918 = addressSetOf(4, ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(mustParseCidr));

/**
 * Whether a default private DNS name gives the address inside it in every VPC of a Region: only for RFC 1918 addresses.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export function answersThroughout(region: string, host: string): boolean {
  const [, , , , , usEast1, other] = PRIVATE_NAME.exec(host) ?? [];
  const address = parseAddress(addressInName(host) ?? '');
  const own = usEast1 === undefined ? other : 'us-east-1';
  return own === region && address !== null && contains(RFC_1918.set, address.value);
}

/** What a name EC2 gives an instance answers in a VPC (null: outside any); null where the name is no such name. */
export function ec2Answer(snapshot: NetworkSnapshot, vpc: string | null, host: string): NameAnswer | null {
  const inName = addressInName(host);
  if (inName !== null && answersThroughout(snapshot.document.region, host)) {
    return answer([addresses(host, inName, null)], `AWS's own name bears the address ${inName}`);
  }
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
  if (isPublic && vpc === null && inName !== null)
    return answer([addresses(host, inName, null)], `the public name bears the address ${inName}`);
  return null;
}

function instancesNamed(snapshot: NetworkSnapshot, host: string): readonly Instance[] {
  const byId = RESOURCE_NAME.exec(host)?.[1];
  const named = [
    ...snapshot.seen('Instances', { 'private-dns-name': host }),
    ...snapshot.seen('Instances', { 'dns-name': host }),
    ...(byId === undefined ? [] : snapshot.seen('Instances', { 'instance-id': byId })),
  ];
  return [...new Map(named.map((instance) => [instance.InstanceId, instance])).values()];
}

/** A public name means the private address where it is asked near enough: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
function ofPublicName(snapshot: NetworkSnapshot, vpc: string | null, instance: Instance, host: string): NameAnswer {
  const id = instance.InstanceId;
  const inside = primaryInterface(snapshot, instance);
  const outside = publicAddress(snapshot, instance);
  const sides = {
    private: inside.ipv4 === null ? [] : [addresses(host, inside.ipv4, inside.id)],
    public: outside === null ? [] : [addresses(host, outside, null)],
  };
  const side = sideSeen(snapshot, vpc, instance.VpcId);
  const alternatives = side === 'unknown' ? [...sides.private, ...sides.public] : sides[side];
  const reason = `${id} is not where its name surely means one address, so it may mean its private or its public one`;
  const doubt = blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason });
  if (alternatives.length === 0 || (side === 'unknown' && alternatives.length < 2)) return unresolved([doubt], reason);
  if (side !== 'unknown')
    return answer(alternatives, `${host} is the public name of ${id}, seen from its ${side} side`);
  return { ...answer(alternatives, reason), resolvesTo: 'unknown', uncertain: doubt };
}

/** A name made of the instance's id answers only with the records that are switched on: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html */
function ofPrivateName(snapshot: NetworkSnapshot, instance: Instance, host: string): NameAnswer {
  const id = instance.InstanceId;
  const { A, AAAA } = recordsOf(instance, host);
  if (A === false && !AAAA) {
    const reason = `${id} does not answer by its resource name`;
    const mend = `Turn EnableResourceNameDnsARecord of ${id} on`;
    return unresolved([blocker('X_NAME_NOT_RESOLVED', { resources: [id] }, { host, reason, mend })], reason);
  }
  const { id: eni, ipv4, ipv6 } = primaryInterface(snapshot, instance);
  const given = {
    A: A === true && ipv4 !== null ? [{ address: ipv4, interface: eni }] : [],
    AAAA: AAAA ? ipv6.map((address) => ({ address, interface: eni })) : [],
  };
  if (A === undefined || given.A.length + given.AAAA.length === 0) {
    const reason = `whether ${id} answers by that name, and with which address, is not stated`;
    return unresolved([blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason })], reason);
  }
  return answer([{ kind: 'addresses', by: host, ...given }], `${host} is the private name of ${id}`);
}

/** Whether a private name has A records, undefined where nobody says, and AAAA records. */
function recordsOf({ PrivateDnsNameOptions: options, PrivateDnsName: own }: Instance, host: string) {
  if (!RESOURCE_NAME.test(host)) return { A: true, AAAA: false };
  const stated = options?.EnableResourceNameDnsARecord;
  const asOwn = own === host ? true : undefined;
  return { A: stated ?? asOwn, AAAA: options?.EnableResourceNameDnsAAAARecord === true };
}

/** The public address the instance has now: the one in a name may be of former days. */
function publicAddress(snapshot: NetworkSnapshot, instance: Instance): string | null {
  const attached = snapshot.seen('NetworkInterfaces', { 'attachment.instance-id': instance.InstanceId });
  return instance.PublicIpAddress ?? attached.flatMap((eni) => eni.Association?.PublicIp ?? [])[0] ?? null;
}

function addresses(by: string, address: string, eni: string | null): Alternative {
  return { kind: 'addresses', by, A: [{ address, interface: eni }], AAAA: [] };
}

function answer(alternatives: readonly Alternative[], because: string): NameAnswer {
  return { resolvesTo: 'public', because, alternatives, blockers: [], uncertain: null, remarks: [] };
}
