import { formatAddress, parseAddress } from '../../net/address.ts';
import { isPublic } from '../../net/address-space.ts';
import type { SecretValueFacts } from '../../targets/secret-value.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { describedSecret } from './wanted-functions.ts';

const TARGET_TAG = 'rotation-preflight:target';

/** Every word of the targets named so far that may be looked up; what each means is not decided here. */
function words(facts: FactsSoFar): readonly string[] {
  const tag = describedSecret(facts)?.Tags?.find(({ Key }) => Key === TARGET_TAG)?.Value ?? '';
  const value = facts.entry('SecretValue', facts.request.secret) as SecretValueFacts | undefined;
  return [...facts.request.targets, tag, value?.host ?? ''].flatMap((text) => text.split(/[\s,;=+]+/)).map(withoutPort);
}

/** `[2001:db8::1]:5432`, `10.0.20.10:5432`, `db.example:5432`; an IPv6 address without brackets has no port. */
function withoutPort(word: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(word)?.[1];
  if (bracketed !== undefined) return bracketed;
  return /^[^:]*:\d+$/.test(word) ? word.slice(0, word.indexOf(':')) : word;
}

export function targetHosts(facts: FactsSoFar): readonly string[] {
  return words(facts).filter((word) => word.includes('.') && parseAddress(word) === null);
}

function targetAddresses(facts: FactsSoFar, family: 4 | 6) {
  return words(facts)
    .map((word) => parseAddress(word) ?? parseAddress(addressInName(word) ?? ''))
    .filter((address) => address !== null)
    .filter((address) => address.family === family);
}

/** An instance's name holds its address: ip-10-0-1-5.ec2.internal, ec2-203-0-113-5.compute-1.amazonaws.com. */
function addressInName(host: string): string | null {
  const octets = /^(?:ip|ec2)-(\d+)-(\d+)-(\d+)-(\d+)\./.exec(host)?.slice(1);
  return octets === undefined ? null : octets.join('.');
}

export function targetIpv4(facts: FactsSoFar): readonly string[] {
  return targetAddresses(facts, 4).map(formatAddress);
}

export function targetIpv6(facts: FactsSoFar): readonly string[] {
  return targetAddresses(facts, 6).map(formatAddress);
}

export function targetPublicIpv4(facts: FactsSoFar): readonly string[] {
  return targetAddresses(facts, 4).filter(isPublic).map(formatAddress);
}

export function targetInterfaces(facts: FactsSoFar): readonly string[] {
  return words(facts).filter((word) => /^eni-[0-9a-z]+$/.test(word));
}

/** Also a resource-based name: i-0123456789abcdef0.us-east-1.compute.internal. */
export function targetInstances(facts: FactsSoFar): readonly string[] {
  return words(facts).flatMap((word) => /^i-[0-9a-z]+(?=$|\.)/.exec(word)?.[0] ?? []);
}
