import { expect, test } from 'vitest';
import { canonicalAddress, resolverAddresses } from '../../../src/reachability/names/amazon-resolver.ts';
import { autodefinedDomains } from '../../../src/reachability/names/autodefined-domains.ts';
import type { NetworkSnapshot } from '../../../src/snapshot/snapshot.ts';

const domainsIn = (region: string, partition: string, hostnames: boolean | undefined) =>
  autodefinedDomains({ document: { region, partition } } as NetworkSnapshot, hostnames);

test.each([
  ['us-east-1', 'aws', ['ec2.internal', 'compute-1.internal', 'compute-1.amazonaws.com']],
  ['eu-west-1', 'aws', ['eu-west-1.compute.internal', 'eu-west-1.compute.amazonaws.com']],
  ['cn-north-1', 'aws-cn', ['cn-north-1.compute.internal', 'cn-north-1.compute.amazonaws.com.cn']],
])('of %s in %s', (region, partition, domains) => {
  expect(domainsIn(region, partition, true)).toEqual(domains);
});

test('none where the VPC gives no host names, or nobody read whether', () => {
  expect(domainsIn('eu-west-1', 'aws', false)).toEqual([]);
  expect(domainsIn('eu-west-1', 'aws', undefined)).toEqual([]);
});

test("the resolver's own addresses, however they are written", () => {
  const addresses = resolverAddresses({ CidrBlock: '10.1.0.0/16' });
  expect(addresses).toEqual(['169.254.169.253', 'fd00:ec2::253', '10.1.0.2']);
  expect(addresses).toContain(canonicalAddress('FD00:EC2:0::253'));
  expect(resolverAddresses({})).toHaveLength(2);
  expect(canonicalAddress('AmazonProvidedDNS')).toBe('AmazonProvidedDNS');
});
