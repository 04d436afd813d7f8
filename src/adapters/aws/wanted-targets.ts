import { type Address, type Family, formatAddress, parseAddress } from '../../net/address.ts';
import { isPublic } from '../../net/address-space.ts';
import { addressInName } from '../../reachability/names/ec2-names.ts';
import { chooseTargets } from '../../targets/chosen-targets.ts';
import type { TargetSpec } from '../../targets/target-spec.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { secretValue } from './secret-value-read.ts';
import { theSecretItself } from './wanted-functions.ts';

/**
 * The targets as far as they are known: until the secret is read, the caller's.
 * @throws INVALID_QUESTION for a target that is none, whoever names it.
 */
function targets(facts: FactsSoFar): readonly TargetSpec[] {
  return chooseTargets(theSecretItself(facts), secretValue(facts), facts.request).targets.map(({ spec }) => spec);
}

function hosts(facts: FactsSoFar, kind: TargetSpec['kind']): readonly string[] {
  return targets(facts)
    .filter((spec) => spec.kind === kind)
    .map(({ host }) => host);
}

export function targetHosts(facts: FactsSoFar): readonly string[] {
  return hosts(facts, 'host');
}

function addresses(facts: FactsSoFar, family: Family): readonly Address[] {
  return targets(facts)
    .flatMap(({ host, addresses }) => [...addresses, addressInName(host) ?? '', instanceAddress(host) ?? ''])
    .map(parseAddress)
    .filter((address) => address !== null)
    .filter((address) => address.family === family);
}

/** ec2-203-0-113-5.compute-1.amazonaws.com bears the instance's public address. */
function instanceAddress(host: string): string | null {
  const octets = /^ec2-(\d+)-(\d+)-(\d+)-(\d+)\./.exec(host)?.slice(1);
  return octets === undefined ? null : octets.join('.');
}

export function targetIpv4(facts: FactsSoFar): readonly string[] {
  return addresses(facts, 4).map(formatAddress);
}

export function targetIpv6(facts: FactsSoFar): readonly string[] {
  return addresses(facts, 6).map(formatAddress);
}

export function targetPublicIpv4(facts: FactsSoFar): readonly string[] {
  return addresses(facts, 4).filter(isPublic).map(formatAddress);
}

export function targetInterfaces(facts: FactsSoFar): readonly string[] {
  return hosts(facts, 'interface');
}

export function targetInstances(facts: FactsSoFar): readonly string[] {
  return hosts(facts, 'instance');
}

/** The instances that resource names are made of: i-0123456789abcdef0.us-west-2.compute.internal. */
export function instancesInNames(facts: FactsSoFar): readonly string[] {
  return targetHosts(facts).flatMap((host) => /^(i-[0-9a-z]+)\./.exec(host)?.[1] ?? []);
}

/** Names that EC2 gives to instances inside a VPC; a VPC's own domain name may stand for the usual end. */
export function privateInstanceNames(facts: FactsSoFar): readonly string[] {
  return targetHosts(facts).filter((host) => /^(?:ip-\d+-\d+-\d+-\d+|i-[0-9a-f]+)\./.test(host));
}

export function publicInstanceNames(facts: FactsSoFar): readonly string[] {
  return targetHosts(facts).filter((host) => instanceAddress(host) !== null);
}
