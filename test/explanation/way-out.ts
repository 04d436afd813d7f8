import {
  ACCOUNT,
  ALLOW_ALL,
  networkAcl,
  networkInterface,
  vpc as newVpc,
  OPEN,
  REGION,
  route,
  routeTable,
  securityGroup,
  subnet,
  type World,
} from '../support/world.ts';

/** The internet gateway attached to a VPC, or a new one. */
export function internetGatewayOf(world: World, vpc: string): string {
  const attached = world.InternetGateways.find((g) => (g.Attachments ?? []).some((a) => a.VpcId === vpc));
  if (attached !== undefined) return attached.InternetGatewayId;
  const id = `igw-new-${world.InternetGateways.length}`;
  world.InternetGateways.push({
    InternetGatewayId: id,
    OwnerId: ACCOUNT,
    Attachments: [{ VpcId: vpc, State: 'available' }],
  });
  return id;
}

/** A NAT gateway that works, in a public subnet of its own that no filter closes. */
export function newNatGateway(world: World, vpc: string): string {
  const [a, b] = (world.Vpcs.find((v) => v.VpcId === vpc)?.CidrBlock ?? '').split('.');
  const n = world.NatGateways.length;
  const place = subnet(`subnet-new-${n}`, `${a}.${b}.${240 + n}.0/28`, 'a', vpc);
  const cidrs = world.Vpcs.filter((v) => v.VpcId === vpc).flatMap((v) => v.CidrBlock ?? []);
  world.Subnets.push(place);
  world.RouteTables.push(
    routeTable(
      `rtb-new-${n}`,
      [place.SubnetId],
      [route('0.0.0.0/0', internetGatewayOf(world, vpc))],
      cidrs[0] ?? '',
      vpc,
    ),
  );
  world.NetworkAcls.push(networkAcl(`acl-new-${n}`, [place.SubnetId], ALLOW_ALL, ALLOW_ALL, vpc));
  const id = `nat-new-${n}`;
  world.NatGateways.push({
    NatGatewayId: id,
    VpcId: vpc,
    SubnetId: place.SubnetId,
    State: 'available',
    ConnectivityType: 'public',
    AvailabilityMode: 'zonal',
    NatGatewayAddresses: [
      {
        AllocationId: `eipalloc-new-${n}`,
        PublicIp: `203.0.113.${100 + n}`,
        PrivateIp: `${a}.${b}.${240 + n}.5`,
        IsPrimary: true,
        Status: 'succeeded',
      },
    ],
  });
  return id;
}

/** A peering connection to the VPC that has the address, which is made if there is none, with a way back. */
export function newPeering(world: World, vpc: string, address: string): string {
  const id = `pcx-new-${world.VpcPeeringConnections.length}`;
  const far =
    world.NetworkInterfaces.find((i) => i.PrivateIpAddress === address)?.VpcId ?? newVpcAround(world, address);
  const near = world.Vpcs.find((v) => v.VpcId === vpc)?.CidrBlock ?? '';
  for (const table of world.RouteTables) {
    if (table.VpcId === far) table.Routes = [...(table.Routes ?? []), route(near, id)];
  }
  world.VpcPeeringConnections.push({
    VpcPeeringConnectionId: id,
    Status: { Code: 'active' },
    RequesterVpcInfo: peerInfo(world, vpc),
    AccepterVpcInfo: peerInfo(world, far),
  });
  return id;
}

function newVpcAround(world: World, address: string): string {
  const id = `vpc-new-${world.Vpcs.length}`;
  const cidr = `${address.split('.').slice(0, 3).join('.')}.0/24`;
  const place = subnet(`subnet-of-${id}`, cidr, 'a', id);
  const group = securityGroup(`sg-of-${id}`, [OPEN], [OPEN], id);
  world.Vpcs.push(newVpc(id, cidr));
  world.Subnets.push(place);
  world.NetworkAcls.push(networkAcl(`acl-of-${id}-default`, [place.SubnetId], ALLOW_ALL, ALLOW_ALL, id));
  world.RouteTables.push(routeTable(`rtb-of-${id}`, [], [], cidr, id));
  world.SecurityGroups.push(group);
  world.NetworkInterfaces.push(
    networkInterface(`eni-of-${id}`, place.SubnetId, address, [group.GroupId], { VpcId: id }),
  );
  return id;
}

function peerInfo(world: World, vpc: string) {
  const cidr = world.Vpcs.find((v) => v.VpcId === vpc)?.CidrBlock ?? '';
  return { VpcId: vpc, OwnerId: ACCOUNT, Region: REGION, CidrBlock: cidr, CidrBlockSet: [{ CidrBlock: cidr }] };
}
