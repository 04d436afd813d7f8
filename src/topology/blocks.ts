import type { Family } from '../net/address.ts';
import { type Cidr, parseCidr } from '../net/cidr.ts';
import type { Subnet, Vpc } from '../snapshot/network-facts.ts';

/** The blocks of a VPC that are associated: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcCidrBlockState.html */
export function vpcBlocks(vpc: Vpc, family: Family): readonly Cidr[] {
  if (family === 6) return ipv6Blocks(vpc.Ipv6CidrBlockAssociationSet);
  const associated = (vpc.CidrBlockAssociationSet ?? [])
    .filter((a) => (a.CidrBlockState?.State ?? 'associated') === 'associated')
    .map((a) => a.CidrBlock);
  // The primary block cannot be disassociated, whatever the set says of it.
  return parsed([vpc.CidrBlock, ...associated]);
}

/** Blocks that are being associated or disassociated: nobody knows whether they count. */
export function changingBlocks(vpc: Vpc, family: Family): readonly Cidr[] {
  const changing = (state: string | undefined) => state === 'associating' || state === 'disassociating';
  return parsed(
    family === 4
      ? (vpc.CidrBlockAssociationSet ?? []).filter((a) => changing(a.CidrBlockState?.State)).map((a) => a.CidrBlock)
      : (vpc.Ipv6CidrBlockAssociationSet ?? [])
          .filter((a) => changing(a.Ipv6CidrBlockState?.State))
          .map((a) => a.Ipv6CidrBlock),
  );
}

/** The blocks of a subnet: one of IPv4, and those of IPv6 that are associated. */
export function subnetBlocks(subnet: Subnet, family: Family): readonly Cidr[] {
  return family === 4 ? parsed([subnet.CidrBlock]) : ipv6Blocks(subnet.Ipv6CidrBlockAssociationSet);
}

function ipv6Blocks(associations: Vpc['Ipv6CidrBlockAssociationSet']): readonly Cidr[] {
  return parsed(
    (associations ?? [])
      .filter((a) => (a.Ipv6CidrBlockState?.State ?? 'associated') === 'associated')
      .map((a) => a.Ipv6CidrBlock),
  );
}

function parsed(texts: readonly (string | undefined)[]): readonly Cidr[] {
  return [...new Set(texts)].flatMap((text) => (text === undefined ? [] : (parseCidr(text) ?? [])));
}
