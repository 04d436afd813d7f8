import { addRoutes, FUNCTION_ARN, item, permit, route, vpcConfig, type World } from '../../support/world.ts';
import { withoutNat } from '../../support/world-parts.ts';
import { noRoute, overall, type Situation, situation } from './situation.ts';

function dualStack(world: World): void {
  vpcConfig(world).Ipv6AllowedForDualStack = true;
  item(world, 'Vpcs', 'vpc-1').Ipv6CidrBlockAssociationSet = [
    { Ipv6CidrBlock: '2001:db8:1::/56', Ipv6CidrBlockState: { State: 'associated' } },
  ];
  for (const it of world.Subnets) {
    it.Ipv6CidrBlockAssociationSet = [
      { Ipv6CidrBlock: `2001:db8:1:${it.CidrBlock?.split('.')[2]}::/64`, Ipv6CidrBlockState: { State: 'associated' } },
    ];
  }
  for (const table of world.RouteTables)
    table.Routes?.push(route('2001:db8:1::/56', 'local', { Origin: 'CreateRouteTable' }));
  for (const acl of world.NetworkAcls) {
    for (const Egress of [true, false])
      acl.Entries?.push({ RuleNumber: 101, Egress, Protocol: '-1', RuleAction: 'allow', Ipv6CidrBlock: '::/0' });
  }
  item(world, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress?.push(permit('-1', ['::/0']));
}

function egressOnly(world: World): void {
  world.EgressOnlyInternetGateways.push({
    EgressOnlyInternetGatewayId: 'eigw-1',
    Attachments: [{ VpcId: 'vpc-1', State: 'attached' }],
  });
  addRoutes(world, 'rtb-private', [route('::/0', 'eigw-1')]);
}

/** IPv6, which this version does not walk. */
export const IPV6: readonly Situation[] = [
  situation('ipv6-alone-through-an-egress-only-gateway', {
    world: (w) => {
      withoutNat(w);
      dualStack(w);
      egressOnly(w);
    },
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', FUNCTION_ARN)],
    later: { endpoint: 'pass' },
    explain: `There is no NAT gateway, but function and subnets are dual-stack and an egress-only gateway carries IPv6. The name of
      Secrets Manager has IPv6 addresses, and Python uses them.`,
    source: 'ipv6',
  }),
  situation('ipv6-without-a-route-stalls-every-call', {
    world: dualStack,
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', FUNCTION_ARN)],
    later: { endpoint: 'fail' },
    explain: `The NAT gateway is healthy, but the function has IPv6 addresses and no IPv6 route. The client tries IPv6 first and
      waits a minute for it; the function has thirty seconds.`,
    source: 'sm-hosts',
  }),
  situation('ipv6-acl-without-an-entry-for-it', {
    world: (w) => {
      withoutNat(w);
      dualStack(w);
      egressOnly(w);
      for (const acl of w.NetworkAcls) acl.Entries = acl.Entries?.filter((e) => e.Ipv6CidrBlock === undefined);
    },
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', FUNCTION_ARN)],
    later: { endpoint: 'fail' },
    explain: `Only IPv6 leads out, and the ACLs have entries for IPv4 only: without an entry of its own family every IPv6 packet is
      denied.`,
    source: 'acl',
  }),
  situation('dual-stack-subnets-and-a-function-without-ipv6', {
    world: (w) => {
      withoutNat(w);
      dualStack(w);
      egressOnly(w);
      vpcConfig(w).Ipv6AllowedForDualStack = false;
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `Subnets and gateway are ready for IPv6, but the function's own switch for it is off. It speaks IPv4 only, and for
      that there is no way out.`,
    source: 'ipv6',
  }),
  situation('database-with-an-ipv6-address-only', {
    question: { targets: ['db6.corp.example:5432=2001:db8:20::10'] },
    service: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'service', '2001:db8:20::10')],
    later: { service: 'fail' },
    explain: `The database's name gives an IPv6 address only, and the function has none to call from.`,
    source: 'ipv6',
  }),
];
