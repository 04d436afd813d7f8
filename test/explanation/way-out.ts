import { ACCOUNT, ALLOW_ALL, networkAcl, route, routeTable, subnet, type World } from '../support/world.ts';

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
  const mode = world.Vpcs.find((v) => v.VpcId === vpc)?.BlockPublicAccessStates;
  const place = {
    ...subnet(`subnet-new-${n}`, `${a}.${b}.${240 + n}.0/28`, 'a', vpc),
    BlockPublicAccessStates: mode ?? { InternetGatewayBlockMode: 'off' },
  };
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

export function newEgressOnlyGateway(world: World, vpc: string): string {
  const id = `eigw-new-${world.EgressOnlyInternetGateways.length}`;
  world.EgressOnlyInternetGateways.push({
    EgressOnlyInternetGatewayId: id,
    Attachments: [{ VpcId: vpc, State: 'attached' }],
  });
  return id;
}
