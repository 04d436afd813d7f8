import { asked } from '../../support/healthy-world.ts';
import { addRoutes, item, route, type World } from '../../support/world.ts';
import { addEndpoint, withoutNat } from '../../support/world-parts.ts';
import { overall, type Situation, situation } from './situation.ts';

function addVpnGateway(world: World): void {
  world.VpnGateways.push({
    VpnGatewayId: 'vgw-1',
    State: 'available',
    Type: 'ipsec.1',
    VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }],
  });
}

const customServers = (world: World) => {
  item(world, 'Vpcs', 'vpc-1').DhcpOptionsId = 'dopt-custom';
  world.DhcpOptions = [
    {
      DhcpOptionsId: 'dopt-custom',
      DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '192.168.1.10' }] }],
    },
  ];
  world.requests = (world.requests ?? []).map((row) =>
    row.list === 'DhcpOptions' ? asked('DhcpOptions', { 'dhcp-options-id': ['dopt-custom'] }) : row,
  );
  addVpnGateway(world);
  addRoutes(world, 'rtb-private', [route('192.168.0.0/16', 'vgw-1')]);
};

/** The server itself, and the VPN on the way to it. */
const throughVpn = [
  overall('X_OPAQUE_HOP', 'endpoint', '192.168.1.10'),
  {
    ...overall('X_OPAQUE_HOP', 'endpoint', 'vgw-1'),
    leg: 'forward',
    at: 'subnet-l1',
    entry: '192.168.0.0/16',
  } as const,
];

/** Name servers, zones and networks this version does not see into. */
export const OPAQUE_NAMES: readonly Situation[] = [
  situation('custom-name-servers-and-a-private-endpoint', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      customServers(w);
    },
    endpoint: 'unknown',
    blockers: throughVpn,
    explain: `The VPC's DHCP options hand out a name server in the data centre. Whether it forwards to the VPC's resolver, the only
      one that knows the endpoint's private name, cannot be seen.`,
    source: 'dhcp',
  }),
  situation('custom-name-servers-beside-a-nat-gateway', {
    world: customServers,
    endpoint: 'unknown',
    blockers: throughVpn,
    explain: `The NAT gateway is healthy, but a name server of the company's own answers for the name, often with the address of
      some central endpoint.`,
    source: 'dhcp',
  }),
  situation('hosted-zone-for-the-endpoint-of-a-peer', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      w.HostedZones.push({
        Id: '/hostedzone/Z0EXAMPLE',
        Name: 'secretsmanager.us-east-1.amazonaws.com.',
        VPCs: [{ VPCId: 'vpc-1', VPCRegion: 'us-east-1' }],
        ResourceRecordSets: [
          { Name: 'secretsmanager.us-east-1.amazonaws.com.', Type: 'A', ResourceRecords: [{ Value: '10.0.30.10' }] },
        ],
      });
    },
    explain: `Private DNS of the endpoint is off; a private hosted zone of the company's own answers for the name instead, with
      the endpoint's address.`,
    source: 'zones',
  }),
  situation('hosted-zone-of-the-region-without-the-record', {
    world: (w) => {
      w.HostedZones.push({
        Id: '/hostedzone/Z0EXAMPLE',
        Name: 'us-east-1.amazonaws.com.',
        VPCs: [{ VPCId: 'vpc-1', VPCRegion: 'us-east-1' }],
        ResourceRecordSets: [{ Name: 'us-east-1.amazonaws.com.', Type: 'SOA' }],
      });
    },
    endpoint: 'fail',
    blockers: [overall('X_NAME_NOT_RESOLVED', 'endpoint', '/hostedzone/Z0EXAMPLE')],
    explain: `A private hosted zone us-east-1.amazonaws.com is associated with the VPC and has no record for Secrets Manager. A zone
      that matches is final: the resolver answers that the name does not exist.`,
    source: 'zones',
  }),
  situation('forwarding-rule-for-the-very-name', {
    world: (w) => {
      addEndpoint(w);
      w.ResolverRules.push({
        Id: 'rslvr-rr-1',
        DomainName: 'secretsmanager.us-east-1.amazonaws.com.',
        RuleType: 'FORWARD',
        Status: 'COMPLETE',
      });
      w.ResolverRuleAssociations.push({
        Id: 'rslvr-rrassoc-1',
        ResolverRuleId: 'rslvr-rr-1',
        VPCId: 'vpc-1',
        Status: 'COMPLETE',
      });
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'rslvr-rr-1')],
    explain: `A resolver rule forwards exactly this name to servers elsewhere. At the same length a rule beats a zone, so the
      endpoint's private DNS does not get to answer.`,
    source: 'resolver',
  }),
  situation('shared-subnets-of-another-account', {
    world: (w) => {
      for (const it of w.Subnets) it.OwnerId = '444455556666';
      item(w, 'Vpcs', 'vpc-1').OwnerId = '444455556666';
      w.NatGateways.length = 0;
    },
    endpoint: 'unknown',
    blockers: [
      overall('UNKNOWN_RESOURCE', 'endpoint', 'vpc-1'),
      { ...overall('UNKNOWN_RESOURCE', 'endpoint', 'nat-1'), leg: 'forward', at: 'subnet-l1' },
    ],
    explain: `The VPC is shared by another account. A participant is shown neither endpoints nor NAT gateways: the empty lists say
      nothing about what is there.`,
    source: 'share',
  }),
  situation('hosted-database-by-its-rds-name', {
    world: (w) => {
      w.DBInstances.push({
        DBInstanceIdentifier: 'prod',
        DBInstanceStatus: 'available',
        Endpoint: { Address: 'prod.abcdefghijkl.us-east-1.rds.amazonaws.com', Port: 5432 },
        PubliclyAccessible: false,
        VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }],
        DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-db' }] },
      });
      w.requests?.push(asked('DBInstances', {}));
    },
    question: { targets: ['prod.abcdefghijkl.us-east-1.rds.amazonaws.com:5432'] },
    explain: `The target is an RDS endpoint name. No interface in sight is known to be the instance's; wherever in its subnet
      group it is, with the instance's groups, the function reaches it.`,
    source: 'sm-network',
  }),
];
