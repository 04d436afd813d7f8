import {
  ACCOUNT,
  entry,
  networkAcl,
  networkInterface,
  vpc as newVpc,
  permit,
  REGION,
  route,
  routeTable,
  securityGroup,
  subnet,
  type World,
} from '../support/world.ts';

type Vpc = World['Vpcs'][number];

const ALL = [entry(100, 'allow', '-1', '0.0.0.0/0'), entry(101, 'allow', '-1', '::/0')];
const EVERYBODY = [permit('-1', ['0.0.0.0/0', '::/0'])];

/** A peering connection to the VPC that has the address, which is made if there is none, with a way back. */
export function newPeering(world: World, vpc: string, address: string): string {
  const id = `pcx-new-${world.VpcPeeringConnections.length}`;
  const there = world.NetworkInterfaces.find((i) => i.PrivateIpAddress === address);
  const far = there?.VpcId ?? newVpcAround(world, address);
  const near = blocksOf(world, vpc);
  for (const table of world.RouteTables) {
    if (table.VpcId !== far) continue;
    table.Routes = [...(table.Routes ?? []), ...[...near.ipv4, ...near.ipv6].map((cidr) => route(cidr, id))];
  }
  world.VpcPeeringConnections.push({
    VpcPeeringConnectionId: id,
    Status: { Code: 'active' },
    RequesterVpcInfo: peerInfo(world, vpc),
    AccepterVpcInfo: peerInfo(world, far),
  });
  return id;
}

/** A VPC of one subnet with an interface at the address, which no filter closes. */
function newVpcAround(world: World, address: string): string {
  const id = `vpc-new-${world.Vpcs.length}`;
  const ipv6 = address.includes(':') ? ipv6Around(address) : {};
  const ipv4 = address.includes(':') ? `10.250.${world.Vpcs.length}.10` : address;
  const cidr = `${ipv4.split('.').slice(0, 3).join('.')}.0/24`;
  const place = { ...subnet(`subnet-of-${id}`, cidr, 'a', id), ...ipv6 };
  const group = securityGroup(`sg-of-${id}`, EVERYBODY, EVERYBODY, id);
  const table = routeTable(`rtb-of-${id}`, [], [], cidr, id);
  const eni = networkInterface(`eni-of-${id}`, place.SubnetId, ipv4, [group.GroupId], { VpcId: id });
  world.Vpcs.push({ ...newVpc(id, cidr), ...ipv6 });
  world.Subnets.push(place);
  world.NetworkAcls.push(networkAcl(`acl-of-${id}-default`, [place.SubnetId], ALL, ALL, id));
  world.RouteTables.push({ ...table, Routes: [...(table.Routes ?? []), ...localIpv6(ipv6)] });
  world.SecurityGroups.push(group);
  world.NetworkInterfaces.push(address.includes(':') ? { ...eni, Ipv6Addresses: [{ Ipv6Address: address }] } : eni);
  return id;
}

function ipv6Around(address: string): Pick<Vpc, 'Ipv6CidrBlockAssociationSet'> {
  const Ipv6CidrBlock = `${address.split('::')[0]}::/64`;
  return { Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock, Ipv6CidrBlockState: { State: 'associated' } }] };
}

function localIpv6({ Ipv6CidrBlockAssociationSet: blocks = [] }: Pick<Vpc, 'Ipv6CidrBlockAssociationSet'>) {
  return blocks.map(({ Ipv6CidrBlock: cidr = '' }) => route(cidr, 'local'));
}

function blocksOf(world: World, vpc: string): { readonly ipv4: readonly string[]; readonly ipv6: readonly string[] } {
  const found = world.Vpcs.find((v) => v.VpcId === vpc);
  const ipv6 = found?.Ipv6CidrBlockAssociationSet ?? [];
  return {
    ipv4: found?.CidrBlock === undefined ? [] : [found.CidrBlock],
    ipv6: ipv6.flatMap((b) => b.Ipv6CidrBlock ?? []),
  };
}

function peerInfo(world: World, vpc: string) {
  const { ipv4, ipv6 } = blocksOf(world, vpc);
  return {
    VpcId: vpc,
    OwnerId: ACCOUNT,
    Region: REGION,
    CidrBlock: ipv4[0],
    CidrBlockSet: ipv4.map((CidrBlock) => ({ CidrBlock })),
    Ipv6CidrBlockSet: ipv6.map((Ipv6CidrBlock) => ({ Ipv6CidrBlock })),
  };
}
